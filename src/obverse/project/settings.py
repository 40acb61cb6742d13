"""Settings of a project: `obverse.toml`, or `[tool.obverse]` in pyproject.toml, every key typed."""

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from obverse.errors import TextError
from obverse.machine.late import late
from obverse.values.card_settings import BY_HEADINGS, CardSettings

_OF_RULES = ("select", "ignore", "limits")
POLICIES = ("merge", "keep", "error")
HTML = ("clean", "trust")
DECKS = ("title", "path", "folder", "tag")
_NOT_A_NAME = late(r"[/\\:\x00-\x1f\x7f]")


class Settings(NamedTuple):
    """What an author can set; the defaults are those of a project without any configuration.

    Paths are relative to the folder of the configuration. An empty text means: derived (`name`
    from the folder's name, `lock` is `obverse.lock` next to the sources, `deck` none). `content`
    is one folder, or a list of them; `include` and `exclude` are `globs`, `tags_only` are written
    `tags-only`.
    """

    name: str = ""
    deck: str = ""
    content: str | tuple[str, ...] = "."
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    tags_only: tuple[str, ...] = ()
    decks: str = DECKS[0]
    build: str = "build"
    lock: str = ""
    tags: tuple[str, ...] = ()
    html: str = HTML[0]
    style: str = ""
    diagrams: tuple[tuple[str, str], ...] = ()
    duplicates: str = POLICIES[0]
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    limits: Mapping[str, int] = {}  # not a proxy: settings are sent to other processes
    cards: CardSettings = BY_HEADINGS
    breaks: bool = False
    context: str = ""
    source: str = ""

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders with the sources."""
        return (self.content,) if isinstance(self.content, str) else self.content


_IS = {
    "name": "the package's file name, without `.apkg`",
    "deck": "the deck above all others",
    "content": "the folder with the sources, or a list of folders",
    "include": "the only files to read, as globs",
    "exclude": "files and folders to leave out, as globs",
    "tags-only": "tags of which a file must have one to be read",
    "decks": "what the decks are named after",
    "build": "the folder for the package",
    "lock": "the lockfile",
    "tags": "tags for every note",
    "html": "whether HTML in a source is reduced to what a card needs",
    "style": "how cards look: a style by its name, or a CSS file put after ours",
    "diagrams": "the command that draws the fences of a language as SVG",
    "duplicates": "what to do with cards that say the same",
    "select": "the only rules to run",
    "ignore": "the rules to leave out",
    "limits": "a number for each rule that has a limit",
    "cards": "which text is a card: a word or a list of words",
    "marker": "words that mark a card as `#card` does",
    "clozes": "whether a highlight makes a paragraph a cloze card",
    "end": "the line that ends the answer of a `question-mark` card",
    "callouts": "the names of the callouts that are cards",
    "breaks": "whether the end of a line is a line break on the card",
    "context": "whether the headings above a card are shown above its question",
    "source": "the address that leads from a card back to where it was written",
    "tables": "the csv and tsv files that are sources, each glob with its columns",
}
NAMES = frozenset(_IS)
_OF_CARDS = ("cards", "marker", "clozes", "end", "callouts", "tables")
_CARRIED = ("breaks", "context", "source")
_ONE_OF = {"html": HTML, "duplicates": POLICIES, "decks": DECKS}
_GLOBS = ("include", "exclude")
# The rules that a setting may name (`select`, `ignore`) or give a number (`limits`).
KnownRules = Callable[[str], tuple[str, ...]]


def read(
    text: str, *, table: tuple[str, ...] = (), rules: KnownRules | None = None
) -> Settings | None:
    """The settings in a TOML text, below `table`; `None` if there is no such table.

    Without `rules`, the names of rules are not checked.

    Raises `TextError` (`config-invalid`, `config-unknown-key`, `config-wrong-type`) with the line.
    """
    import tomllib  # where there is no configuration, nothing is read

    try:
        written: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _invalid(error, text) from None
    for name in table:
        written = written.get(name) if isinstance(written, dict) else None
    if not isinstance(written, dict):
        return None
    values = {}
    for key, value in written.items():
        line = _line_of(text, key, table)
        if key not in _IS:
            raise _unknown(key, line)
        if key in _OF_CARDS:
            continue
        values[key.replace("-", "_")] = _value(key, value, line, rules)
    if "content" not in values:
        values["content"] = "content"
    if of_cards := {key: written[key] for key in _OF_CARDS if key in written}:
        values["cards"] = _which_cards(of_cards, text, table)
    return Settings(**values)


def _value(key: str, value: Any, line: int, rules: KnownRules | None) -> Any:  # noqa: ANN401
    if key in _CARRIED:
        return _carried(key, value, line)
    if key in _OF_RULES:
        return _about_rules(key, value, line, rules)
    return _typed(key, value, Settings._field_defaults[key.replace("-", "_")], line)


def _unknown(key: str, line: int) -> TextError:
    from obverse.values.diagnostic import did_you_mean

    hint = did_you_mean(key, _IS)
    if key == "card":
        hint = "write `cards` for which text is a card; a file says its kind with `card:`"
    message = f"there is no setting `{key}`"
    return TextError("config-unknown-key", message, line, length=len(key), hint=hint)


def _which_cards(written: Mapping[str, Any], text: str, table: tuple[str, ...]) -> CardSettings:
    from obverse.project.which_cards import which_cards  # most projects say none of it

    def fault(key: str, message: str, hint: str) -> TextError:
        line = _line_of(text, key, table)
        return TextError("config-wrong-type", message, line, length=len(key), hint=hint)

    return which_cards(written, fault)


def _carried(key: str, value: Any, line: int) -> Any:  # noqa: ANN401  # TOML's values
    from obverse.project.what_cards_carry import carried  # most projects say none of it

    try:
        return carried(key, value)
    except TextError as fault:
        raise TextError(fault.rule, fault.message, line, length=len(key), hint=fault.hint) from None


def _typed(key: str, value: Any, default: Any, line: int) -> Any:  # noqa: ANN401  # TOML's values
    if key == "diagrams":
        from obverse.project.drawing import commands_in

        return commands_in(value, line)
    if key == "content" and isinstance(value, list):
        from obverse.project.which_files import folders

        return folders(value, line)
    if key in _GLOBS and _is_list(value):
        from obverse.project.which_files import checked_glob

        return tuple(checked_glob(key, each, line) for each in value)
    if isinstance(default, tuple) and isinstance(value, list):
        if all(isinstance(each, str) for each in value):
            return tuple(_tag(key, each.removeprefix("#"), line) for each in value)
    elif isinstance(default, str) and isinstance(value, str):
        if key == "name":
            return _file_name(value, line)
        allowed = _ONE_OF.get(key, (value,))
        if key == "style" and value:
            from obverse.project import styles

            allowed = styles.names() if styles.is_word(value) else allowed
        if value in allowed:
            return value
        from obverse.values.diagnostic import did_you_mean

        hint = did_you_mean(value, allowed, '`"{}"`')
        message = f"`{key}` cannot be `{value}`"
        raise TextError("config-wrong-type", message, line, length=len(key), hint=hint)
    wanted = "a list of texts" if isinstance(default, tuple) else "a text"
    hint = f"`{key}` is {_IS[key]}"
    message = f"`{key}` is not {wanted}"
    raise TextError("config-wrong-type", message, line, length=len(key), hint=hint)


def _file_name(name: str, line: int) -> str:
    from obverse.machine.file_names import is_reserved

    if not name or not (_NOT_A_NAME.search(name) or is_reserved(name) or not name.strip(". ")):
        return name
    message = f"`{name.encode('unicode_escape').decode()}` is not the name of a file"
    hint = r"write it without `/`, `\` and `:`, and not as a device of Windows, such as `con`"
    raise TextError("config-wrong-type", message, line, length=len("name"), hint=hint)


def _tag(key: str, name: str, line: int) -> str:
    from obverse.languages import tags

    if name.casefold().startswith("card/"):
        message, hint = f"`{name}` chooses a kind of card", "write `card:` in a file's front matter"
    elif tags.is_plain(name) and name:
        return tags.to_anki(name)
    else:
        message = f"`{name}` is not a tag"
        hint = tags.how_to_keep(name)
    raise TextError("config-wrong-type", message, line, length=len(key), hint=hint)


def _about_rules(
    key: str,
    value: Any,  # noqa: ANN401  # TOML's values
    line: int,
    rules: KnownRules | None,
) -> Any:  # noqa: ANN401
    """The names of rules in a list, or with a number each; misspelt ones are errors."""
    wanted = "a list of rule names"
    if key == "limits":
        wanted = "a table of rule names and whole numbers from 0"
    if not _is_table(value) if key == "limits" else not _is_list(value):
        hint = f"`{key}` is {_IS[key]}"
        raise TextError("config-wrong-type", f"`{key}` is not {wanted}", line, hint=hint)
    known = rules(key) if rules else ()
    for name in value if rules else ():
        if name not in known:
            message = f"there is no rule `{name}`" + (" with a limit" if key == "limits" else "")
            raise TextError("config-unknown-key", message, line, hint=_did_you_mean(name, known))
    return dict(value) if key == "limits" else tuple(value)


def _is_list(value: Any) -> bool:  # noqa: ANN401  # TOML's values
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _is_table(value: Any) -> bool:  # noqa: ANN401  # TOML's values
    return isinstance(value, dict) and all(
        type(each) is int and each >= 0 for each in value.values()
    )


def _did_you_mean(name: str, known: tuple[str, ...]) -> str:
    from obverse.values.diagnostic import nearest

    near = nearest(name, known)
    return f"did you mean `{near}`?" if near else "`obverse explain` lists the rules"


def _line_of(text: str, key: str, table: tuple[str, ...]) -> int:
    """The line of a key; tomllib gives no positions."""
    lines = text.split("\n")
    header = re.compile(r"\s*\[\s*" + r"\s*\.\s*".join(map(re.escape, table)) + r"\s*\]")
    start = 0
    if table:
        start = next((number for number, line in enumerate(lines) if header.match(line)), 0)
    written = re.compile(rf"\s*([\"']?){re.escape(key)}\1\s*[=.]")
    below = re.compile(rf"\s*\[.*\b{re.escape(key)}\s*\]")
    return next(
        (
            at + 1
            for at in range(start, len(lines))
            if written.match(lines[at]) or below.match(lines[at])
        ),
        start + 1,
    )


def _invalid(error: ValueError, text: str) -> TextError:
    from obverse.machine import unfetched

    if pointer := unfetched.of_content(text.encode(), "obverse.toml"):
        return TextError("config-invalid", f"this is not TOML: {pointer[0]}", 1, hint=pointer[1])
    found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
    line, column = (int(found[1]), int(found[2])) if found else (1, 1)
    reason = str(error).partition(" (at ")[0]
    marker = text.split("\n")[line - 1 : line]
    if marker and marker[0].startswith(("<<<<<<<", "=======", ">>>>>>>")):
        message = f"this is not TOML: `{marker[0].rstrip()}` is left of a merge conflict"
        hint = "keep what is right, and delete the lines with the markers"
        return TextError("config-invalid", message, line, length=len(marker[0]), hint=hint)
    return TextError("config-invalid", f"this is not TOML: {reason.lower()}", line, column)
