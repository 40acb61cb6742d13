"""Texts that keep a regular expression busy, made from the expression itself.

A backtracking matcher takes long where a text is nearly what the expression wants: the beginning of
a match, then what one of its repeats takes, many times, then what does not belong there. So each
text is such a beginning, a unit that is repeated, and an end.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from re import _constants as names  # type: ignore[attr-defined]  # the parse tree has no public name
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Final, NamedTuple

# Each is a kind that classes of characters tell apart.
ALPHABET: Final = " a1-\n\tA:.é#"
ENDS: Final = ("", "\x00", "\n", "a", " !")
VARIANTS: Final = 4
REPEATS: Final = (names.MAX_REPEAT, names.MIN_REPEAT, names.POSSESSIVE_REPEAT)
MANY: Final = 8  # a repeat that may be longer is one that is attacked

Node = tuple[Any, Any]


class Attack(NamedTuple):
    """A text of any length."""

    start: str
    unit: str
    end: str

    def text(self, length: int) -> str:
        """About `length` characters of it."""
        return self.start + self.unit * max(1, length // len(self.unit)) + self.end


def attacks(pattern: str, flags: int) -> list[Attack]:
    """The texts for an expression, each once."""
    tree = parser.parse(pattern, flags)
    return list(dict.fromkeys(_Maker(pattern, tree.state.flags).of(list(tree))))


class _Maker:
    """Makes texts from the parse tree of one expression."""

    def __init__(self, pattern: str, flags: int) -> None:
        literal = [char for char in pattern if not char.isalnum() and char not in "\\(){}[]^$+*?|"]
        escaped = re.findall(r"\\(.)", pattern)
        also = [char for char in (*escaped, *literal) if not char.isalnum()]
        self.alphabet = list(dict.fromkeys([*ALPHABET, *also]))[:32]
        self.flags = flags
        self.groups: dict[int, list[Node]] = {}

    def of(self, tree: list[Node]) -> Iterator[Attack]:
        for start, node in self._places(tree, ("",) * VARIANTS):
            yield from self._from(start, node)
        for char in self.alphabet:
            yield Attack("", char, "\x00")
        for whole in self._samples(tree):
            yield from (Attack("", whole, end) for end in ENDS[:2] if whole)
            yield from (Attack("", whole[:-1], end) for end in ENDS[:2] if whole[:-1])

    def _from(self, starts: tuple[str, ...], node: Node | None) -> Iterator[Attack]:
        """The texts that begin as a match does up to here."""
        for start in dict.fromkeys(starts):
            if start:
                yield from (Attack("", start, end) for end in ENDS[:2])
                yield Attack(start[:1], start[1:] or start, "\x00")
        if node is None:
            return
        for unit in dict.fromkeys(self._node(node)):
            for start in dict.fromkeys(starts):
                if unit:
                    yield from (Attack(start, unit, end) for end in ENDS)
                    yield Attack("", start + unit, "\x00")

    def _places(
        self, tree: list[Node], starts: tuple[str, ...]
    ) -> Iterator[tuple[tuple[str, ...], Node | None]]:
        """Each place in a tree: what leads there, and the body of a repeat if one is there."""
        for node in tree:
            kind, value = node
            if kind in REPEATS and value[1] > MANY:
                yield starts, (names.SUBPATTERN, (None, 0, 0, value[2]))
            for part in _parts(node):
                yield from self._places(part, starts)
            written = self._node(node)
            starts = tuple(
                (start + written[number % len(written)])[-200:]
                for number, start in enumerate(starts)
            )
            yield starts, None

    def _samples(self, tree: list[Node]) -> list[str]:
        """Texts that a sequence matches, as many as there are variants."""
        parts = [self._node(node) for node in tree]
        return ["".join(part[number % len(part)] for part in parts) for number in range(VARIANTS)]

    def _node(self, node: Node) -> list[str]:  # noqa: C901, PLR0911  # one kind of node each
        kind, value = node
        if kind == names.LITERAL:
            return [chr(value)]
        if kind in (names.IN, names.ANY, names.NOT_LITERAL):
            return self._class(node)
        if kind == names.BRANCH:
            firsts = [self._samples(list(branch)) for branch in value[1]]
            every = [
                text for number in range(VARIANTS) for text in (each[number] for each in firsts)
            ]
            return list(dict.fromkeys(every))[: 2 * VARIANTS]
        if kind == names.SUBPATTERN:
            if value[0] is not None:
                self.groups[value[0]] = list(value[3])
            return self._samples(list(value[3]))
        if kind == names.ATOMIC_GROUP:
            return self._samples(list(value))
        if kind in REPEATS:
            return self._repeat(value)
        if kind == names.ASSERT:
            return ["", *self._samples(list(value[1]))]
        if kind == names.GROUPREF:
            return self._samples(self.groups.get(value, []))
        if kind == names.GROUPREF_EXISTS:
            return self._samples(list(value[1]))
        return [""]  # a place, or what must not be there

    def _repeat(self, value: tuple[int, int, list[Node]]) -> list[str]:
        least, most, body = value
        found = self._samples(list(body))
        times = [least or min(1, most), least, min(most, max(2, least))]
        return [text * times[number % len(times)] for number, text in enumerate(found)]

    def _class(self, node: Node) -> list[str]:
        found = [char for char in self.alphabet if _is_in(_frozen(node), self.flags)(char)]
        return found[: 3 * VARIANTS] or _members(node)


def _parts(node: Node) -> list[list[Node]]:  # noqa: PLR0911  # one kind of node each
    kind, value = node
    if kind == names.BRANCH:
        return [list(branch) for branch in value[1]]
    if kind == names.SUBPATTERN:
        return [list(value[3])]
    if kind == names.ATOMIC_GROUP:
        return [list(value)]
    if kind in REPEATS:
        return [list(value[2])]
    if kind in (names.ASSERT, names.ASSERT_NOT):
        return [list(value[1])]
    if kind == names.GROUPREF_EXISTS:
        return [list(value[1]), list(value[2] or [])]
    return []


def _members(node: Node) -> list[str]:
    """Characters that a class names itself."""
    found = []
    for kind, value in node[1] if node[0] == names.IN else []:
        if kind == names.LITERAL:
            found.append(chr(value))
        if kind == names.RANGE:
            found.append(chr(value[0]))
    return found[:VARIANTS] or [""]


def _frozen(node: Node) -> tuple[Any, Any]:
    kind, value = node
    return (kind, tuple(value) if isinstance(value, list) else value)


@lru_cache(maxsize=4096)
def _is_in(node: tuple[Any, Any], flags: int) -> Callable[[str], object]:
    """Whether a character is of a class."""
    state = parser.State()
    state.flags = flags
    value = list(node[1]) if isinstance(node[1], tuple) else node[1]
    tree = parser.SubPattern(state, [(node[0], value)])
    compiled = re._compiler.compile(tree, flags)  # type: ignore[attr-defined]  # noqa: SLF001
    return cache(compiled.fullmatch)
