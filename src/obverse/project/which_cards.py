"""Which text is a card: the settings `cards`, `marker`, `clozes`, `end`, `callouts`, `tables`."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from obverse import drop_in
from obverse.errors import TextError
from obverse.machine.late import late
from obverse.values.card_settings import HEADINGS, NONE, CardSettings, TableSettings

_SHAPES = "obverse.compile.shapes"  # above this folder: only the names of its files are asked for
_KINDS = "obverse.compile.kinds"
_TEXTS = ("front", "back", "tags", "note-type", "audio", "delimiter", "text")
_WORD = late(r"#?[^\s#]+")
_DELIMITERS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}
_HOW = ("markdown", "plain")
# The line of a key, and the finding about it: a message and what to do.
Refusal = Callable[[str, str, str], TextError]


def card_words() -> tuple[str, ...]:
    """The words that `cards` may have."""
    return tuple(name for name in drop_in.names(_SHAPES) if name != "rows")


def wrong_words(found: tuple[str, ...]) -> tuple[str, str]:
    """(message, hint) if these are no words for `cards`; empty texts if they are."""
    from obverse.values.diagnostic import did_you_mean

    for word in found:
        if word in card_words():
            continue
        if word in (*drop_in.names(_KINDS), "draft"):
            message = f"`{word}` is a kind of card, and `cards` says which text is a card"
            return message, f"write `card: {word}` in the front matter of a file"
        parts = re.split(r"[,;\s]+", word)
        if len(parts) > 1 and {*parts} <= {*card_words()}:
            listed = ", ".join(f'"{part}"' for part in parts)
            return f"`{word}` is not a word of `cards`", f"write a list: `[{listed}]`"
        message = f"`cards` cannot be `{word}`"
        return message, did_you_mean(word, card_words())
    for word in (HEADINGS, NONE):
        if word in found and len(found) > 1:
            return f"`{word}` is a word by itself in `cards`", f"remove it, or write only `{word}`"
    return "", ""


def which_cards(written: Mapping[str, Any], fault: Refusal) -> CardSettings:
    """The settings by key. Raises `fault(key, message, hint)` for what they cannot be."""
    found = CardSettings()
    if "cards" in written:
        found = found._replace(words=_words(written["cards"], fault))
    if "marker" in written:
        found = found._replace(marker=_marker(written["marker"], fault))
    if "clozes" in written:
        if written["clozes"] not in ("deletions", "highlights"):
            hint = 'it is `"deletions"`, the default, or `"highlights"`'
            raise fault("clozes", f"`clozes` cannot be `{written['clozes']}`", hint)
        found = found._replace(highlights=written["clozes"] == "highlights")
    if "end" in written:
        if not isinstance(written["end"], str) or "\n" in written["end"]:
            raise fault("end", "`end` is not a line of text", 'write a line such as `end = "+++"`')
        found = found._replace(end=written["end"].strip())
    if "callouts" in written:
        names = _texts("callouts", written["callouts"], fault)
        found = found._replace(callouts=tuple(name.casefold() for name in names))
    if "tables" in written:
        found = found._replace(tables=_tables(written["tables"], fault))
    return found


def _words(value: Any, fault: Refusal) -> tuple[str, ...]:  # noqa: ANN401  # TOML's values
    found = _texts("cards", value, fault)
    message, hint = wrong_words(found)
    if message or not found:
        raise fault("cards", message or "`cards` is empty", hint or 'write `cards = "headings"`')
    return tuple(dict.fromkeys(found))


def _marker(value: Any, fault: Refusal) -> tuple[str, ...]:  # noqa: ANN401
    found = _texts("marker", value, fault)
    for word in found:
        if not _WORD.fullmatch(word) or word.removeprefix("#").isdigit():
            hint = 'it is a tag, such as `marker = "#flashcard"`'
            raise fault("marker", f"`{word}` cannot mark a card", hint)
    return tuple(word.removeprefix("#").casefold() for word in found)


def _texts(key: str, value: Any, fault: Refusal) -> tuple[str, ...]:  # noqa: ANN401
    found = [value] if isinstance(value, str) else value
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise fault(
            key,
            f"`{key}` is not a text or a list of texts",
            f'write it as `{key} = ["...", "..."]`',
        )
    return tuple(found)


def _tables(value: Any, fault: Refusal) -> tuple[TableSettings, ...]:  # noqa: ANN401
    if not isinstance(value, dict) or not all(isinstance(each, dict) for each in value.values()):
        hint = 'write `[tables."vocabulary/*.csv"]`'
        raise fault("tables", "`tables` is not a table of globs", hint)
    return tuple(_table(glob, each, fault) for glob, each in value.items())


def _table(glob: str, written: Mapping[str, Any], fault: Refusal) -> TableSettings:
    from obverse.values.diagnostic import did_you_mean

    known = (*_TEXTS, "extra", "header")
    texts: dict[str, Any] = {}
    for key, value in written.items():
        if key not in known:
            raise fault("tables", f"a table has no setting `{key}`", did_you_mean(key, known))
        if key == "extra":
            texts[key] = _texts("tables", value, fault) if value else ()
        elif key == "header":
            if not isinstance(value, bool):
                raise fault("tables", "`header` is not `true` or `false`", "the default is `true`")
            texts[key] = value
        elif isinstance(value, str) or (isinstance(value, int) and value is not True):
            texts[key.replace("-", "_")] = str(value)
        else:
            raise fault("tables", f"`{key}` is not a text", "a column is named as in the header")
    if texts.get("text", _HOW[0]) not in _HOW:
        raise fault(
            "tables", f"`text` cannot be `{texts['text']}`", f"it is `{_HOW[0]}` or `{_HOW[1]}`"
        )
    sign = texts.get("delimiter", "")
    texts["delimiter"] = _DELIMITERS.get(sign, sign)
    if len(texts["delimiter"]) > 1:
        raise fault("tables", f"`delimiter` cannot be `{sign}`", "it is one character, or `tab`")
    return TableSettings(glob, **texts)
