"""Where the label of a link, picture or footnote ends: each bracket of a text is matched once.

markdown-it walks from each `[` to its `]` and asks every rule on the way, for every rule that
begins with a bracket. Here the brackets of a text are read once, from right to left, so that what
stands inside a label is known when its `[` is reached: the work grows with the text.
"""

from typing import NamedTuple

from markdown_it import MarkdownIt, helpers
from markdown_it.rules_inline import StateInline

from obverse.machine.late import late

_DEEPEST = 20  # pictures and footnotes in each other: each parses its label, so it calls itself
_TICKS = late("`+")
# A label in which nothing begins; bounded, for most brackets are closed soon or not at all.
_PLAIN = late(r"[A-Za-z0-9 ]{0,200}+\]")


class _Rest(NamedTuple):
    """What follows a place: its first `]` without a partner, and what stands before that."""

    end: int = -1
    has_link: bool = False
    depth: int = 0


_NOTHING = _Rest()


class _Helpers:
    """What markdown-it's own rules ask for, with labels that are matched once."""

    parseLinkDestination = staticmethod(helpers.parseLinkDestination)  # noqa: N815  # its names
    parseLinkTitle = staticmethod(helpers.parseLinkTitle)  # noqa: N815

    @staticmethod
    def parseLinkLabel(state: StateInline, start: int, disableNested: bool = False) -> int:  # noqa: FBT001, FBT002, N802, N803
        return label_end(state, start, no_links=disableNested)


def read_labels_once(markdown: MarkdownIt) -> None:
    """Have the rules for links and pictures of a parser ask here."""
    markdown.helpers = _Helpers()  # type: ignore[assignment]  # it is a module, used as a namespace


def label_end(state: StateInline, start: int, *, no_links: bool = False) -> int:
    """Where the `]` stands that closes the `[` here; -1 without, or with a link inside."""
    if plain := _PLAIN.match(state.src, start + 1, state.posMax):
        return plain.end() - 1
    known: dict[int, _Rest] = state.__dict__.setdefault("labels", {})
    found = _walk(state, known, start + 1)
    if found is None:
        _match_all(state, known)
        found = known[start + 1]
    if found.end >= state.posMax or (found.has_link if no_links else found.depth >= _DEEPEST):
        return -1
    return found.end


def _match_all(state: StateInline, known: dict[int, _Rest]) -> None:
    """Match the brackets of a text that has some within others."""
    text = state.src
    if "`" in text:
        # Of each length of a run the last one: older versions of the rule for code remember what
        # they have passed, and expect to be asked from left to right.
        state.backticks = {len(found[0]): found.start() for found in _TICKS.finditer(text)}
        state.backticksScanned = True
    at = text.rfind("[", 0, state.posMax)
    while at >= 0:
        inner = _walk(state, known, at + 1) or _NOTHING
        after = _after(state, at)
        is_token = after > at + 1
        if not is_token and inner.end < 0:
            known[at] = _NOTHING
        else:
            rest = _walk(state, known, after if is_token else inner.end + 1) or _NOTHING
            has_link = is_token or inner.has_link or rest.has_link
            known[at] = _Rest(rest.end, has_link, max(inner.depth, rest.depth))
        at = text.rfind("[", 0, at)


def _walk(state: StateInline, known: dict[int, _Rest], at: int) -> _Rest | None:
    """What follows a place; `None` if there is a bracket, or `![`, that is not known yet."""
    passed: list[int] = []
    text, depth = state.src, 0
    while at < state.posMax and at not in known:
        passed.append(at)
        if text[at] == "]":
            known[at] = _Rest(at)
        elif text[at] == "[" or (text.startswith("[", at + 1) and at + 1 not in known):
            return None
        else:
            after = _after(state, at)
            if after > at + 1 and text[at] in "!^" and at + 2 in known:
                depth = max(depth, known[at + 2].depth + 1)
            at = after
    found = known.get(at, _NOTHING)
    if depth > found.depth:
        found = found._replace(depth=depth)
    for place in passed:
        known[place] = found
    return found


def _after(state: StateInline, at: int) -> int:
    """Where the token ends that begins here."""
    position, state.pos = state.pos, at
    state.md.inline.skipToken(state)
    after, state.pos = state.pos, position
    return after
