"""The manual of the rules: reads their docstrings, and makes the page of all rules."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from inspect import cleandoc

from obverse.check import fixes, rules
from obverse.languages import media

_EXAMPLES = re.compile(
    r"^(Wrong|Right):\n\n(.*?)(?=^(?:Wrong|Right):\n|\Z)", re.MULTILINE | re.DOTALL
)
_FILE = re.compile(
    r"^(?P<fence>`{3,})(?P<language>\w+)(?: (?P<name>\S+))?(?: (?P<saved>\S+))?\n"
    r"(?P<text>.*?)^(?P=fence)\n?",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class ExampleFile:
    """A file of an example: its name and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Manual:
    """A rule's docstring: one line, the reason, and the files of both examples.

    A rule about something that a few files cannot show has no examples.
    """

    name: str
    rule: rules.Rule
    summary: str
    reason: str
    examples: str
    wrong: tuple[ExampleFile, ...]
    right: tuple[ExampleFile, ...]


def manual(name: str) -> Manual:
    """The manual of a rule; `LookupError` if there is none."""
    rule = rules.get(name)
    written = cleandoc(import_module(f"obverse.check.rules.{name.replace('-', '_')}").__doc__ or "")
    summary, _, rest = written.partition("\n\n")
    reason, _, examples = rest.partition("\n\nWrong:\n")
    examples = f"Wrong:\n{examples}\n" if examples else ""
    files = {found[1]: tuple(_files(found[2])) for found in _EXAMPLES.finditer(examples)}
    wrong, right = files.get("Wrong", ()), files.get("Right", ())
    return Manual(name, rule, summary, reason, examples.strip(), wrong, right)


def listing() -> Iterator[tuple[str, Manual]]:
    """All manuals with their group, in the order of the page."""
    manuals = [manual(name) for name in rules.names()]
    for group in rules.GROUPS:
        yield from ((group, each) for each in manuals if each.rule.group == group)


def page() -> str:
    """The page of all rules, in Markdown."""
    lines = [_INTRODUCTION.strip()]
    last = ""
    for group, each in listing():
        if group != last:
            lines += [f"## {group}"]
            last = group
        lines += [f"### {each.name}", f"**{each.summary}** ({facts(each)})"]
        lines += [part for part in (each.reason, each.examples) if part]
    lines += [_FIXES.strip(), *_fixes()]
    return "\n\n".join(lines) + "\n"


def _fixes() -> Iterator[str]:
    for name in fixes.names():
        written = import_module(f"obverse.check.fixes.{name.replace('-', '_')}").__doc__
        yield f"### {name}"
        yield cleandoc(written or "")


def facts(each: Manual) -> str:
    """The severity of the rule, and its limit."""
    severity = str(each.rule.severity)
    if each.rule.limit is None:
        return severity
    return f"{severity}; limit: {each.rule.limit:,} {each.rule.limits}"


def _files(text: str) -> Iterator[ExampleFile]:
    for found in _FILE.finditer(text):
        written = found["text"].removesuffix("\n")
        saved = found["saved"] or "utf-8"
        name = found["name"] or "deck.md"
        if saved == "escaped":
            name = name.encode().decode("unicode_escape")
            written = written.encode().decode("unicode_escape")
        content = written.encode("latin-1" if saved == "latin-1" else "utf-8") + b"\n"
        if saved == "large":
            content += b" " * media.LARGE
        yield ExampleFile(name, content)


_INTRODUCTION = """
# Rules

What `obverse check` finds, and what to do about it. This page is generated from the rules.
`obverse explain RULE` prints one of them.

An **error** stops a build: nothing is written. A **warning** is most likely a mistake, and
`--strict` makes it an error. An **info** is advice.

Not all advice fits every card. A comment in a card allows what a rule finds there; text after the
names is a note to yourself:

```markdown
## Which redress schemes are there?

<!-- allow: long-list the regulator lists them in this order -->
```

`%% allow: long-list %%` does the same in Obsidian. Above the first card it applies to the whole
file. An allowance that has no effect is reported. Errors cannot be allowed.

For a whole project, `obverse.toml` (or the table `[tool.obverse]` in `pyproject.toml`) chooses the
rules and sets their limits:

```toml
ignore = ["missing-alt"]
limits = { long-answer = 80, long-list = 9 }
```

`select` runs only the rules that it names. The options `--select` and `--ignore` of `obverse check`
replace both for one run.
"""
_FIXES = """
## What `--fix` fixes

`obverse check --fix` fixes what is safe to fix before it checks the files, and `--diff` shows what
it would change and writes nothing. Everything else stays as it is, to the byte: line endings,
spaces, the order of cards. A fix that only changes the form of a card is skipped if it would change
what the card says. A file with uncommitted changes is left alone, unless you add `--allow-dirty`.
Lines in code blocks are never touched.
"""
