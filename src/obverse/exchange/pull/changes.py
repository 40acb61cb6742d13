"""Changes: the ways in which the Markdown of a card may be changed so that a field says another.

The smallest comes first. None is trusted: each is rendered, and only one that gives what Anki has
is written.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import NamedTuple

from obverse.cards import from_html
from obverse.compile.sections import Cut, Section
from obverse.exchange.pull.splices import CardLines, block_splices, put_lines, section_at
from obverse.values.source import decode
from obverse.values.written_lines import with_lines

_INLINE = frozenset("a b strong i em u s del span font sub sup code br img kbd mark small".split())
_MOST = 12  # places of one text
_LONGEST = 400  # characters of a line of text that is looked for
_TAGS_BACKWARDS = re.compile(r"\s*+((?:[^\s#]++#\s++)++)")  # from the end: each is looked at once
_WORDS = re.compile(r"[^\s<>&;{}:]*")


class FieldEdit(NamedTuple):
    """A field as it is rendered here, and as Anki has it; `is_cloze` if it has deletions.

    `paths` are the paths by which the source shows files, by their names in Anki; `whole` is the
    source, cut up.
    """

    mine: str
    theirs: str
    is_cloze: bool
    paths: Mapping[str, str]
    whole: Cut


def changes(raw: bytes, at: CardLines, edit: FieldEdit) -> Iterator[bytes]:
    """The source with the field changed, in one way after the other."""
    yield from _texts(raw, decode(raw).split("\n"), at, edit)
    section = section_at(edit.whole, at)
    if section:
        if not edit.whole.shaped:
            yield from _headings(raw, edit.whole, section, edit)
        for splice in block_splices(section, edit.mine, edit.theirs):
            made = [
                (first, end, ["", *_markdown(html, edit).split("\n"), ""] if html else [])
                for first, end, html in splice
            ]
            yield from put_lines(raw, edit.whole, made)


def _markdown(html: str, edit: FieldEdit) -> str:
    names = {name: name for name in edit.paths}
    found = from_html.body(html, names, is_cloze=edit.is_cloze)
    return with_paths(found.text, edit.paths)


def with_paths(text: str, paths: Mapping[str, str]) -> str:
    """A text whose files are `media/NAME`, with the paths of a source instead, by these names."""
    for name, path in paths.items():
        text = text.replace(f"media/{name}", path)
    return text


def _texts(raw: bytes, lines: Sequence[str], at: CardLines, edit: FieldEdit) -> Iterator[bytes]:
    """A few words in the place of others, with as much around them as makes them whole."""
    written = "\n".join(lines[at.first : at.end])
    done = set[tuple[str, str]]()
    for old, new in _differing(edit.mine, edit.theirs):
        # What an element holds may be written in any way; what it is may not.
        if not old.strip() or len(old) > _LONGEST or (old, new) in done:
            continue
        done.add((old, new))
        told = _markdown(new, edit) if "<" in new else unescape(new).replace("\xa0", " ")
        if "<" not in new and new[:1] == " ":
            told = f" {told.lstrip()}"
        wanted = dict.fromkeys((unescape(old), _markdown(old, edit) if "<" in old else old))
        for text in filter(None, wanted):
            starts = [found.start() for found in re.finditer(re.escape(text), written)]
            for start in starts[:_MOST]:
                for made in _put_in(written, (start, start + len(text)), told):
                    yield with_lines(raw, [(at.first, at.end, made.split("\n"))])


def _put_in(written: str, place: tuple[int, int], text: str) -> Iterator[str]:
    """Lines with a text in one place: as it is, without signs of Markdown, and as in a cell."""
    start, end = place
    for insert in dict.fromkeys((text, _escaped(text), text.replace("\\\n", "<br>"))):
        yield f"{written[:start]}{insert}{written[end:]}"
        if any(sign in insert for sign in '",;\t'):
            for sign in ",;\t":
                yield _in_cell(written, place, insert, sign)


def _in_cell(written: str, place: tuple[int, int], text: str, sign: str) -> str:
    """Lines of a csv file with a text in one place of a cell, which is in quotes then."""
    start, end = place
    line = written.rfind("\n", 0, start) + 1
    first = max(written.rfind(sign, line, start) + 1, line)
    last = min(
        (at for at in (written.find(sign, end), written.find("\n", end)) if at >= 0),
        default=len(written),
    )
    cell = f"{written[first:start]}{text}{written[end:last]}".replace('"', '""')
    return f'{written[:first]}"{cell}"{written[last:]}'


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>|#~=^$])", r"\\\1", text)


def _differing(mine: str, theirs: str) -> Iterator[tuple[str, str]]:
    """What differs, as words, as texts between elements, and with the elements around."""
    start = _same(mine, theirs)
    most = min(len(mine), len(theirs)) - start
    end = min(_same(mine[::-1], theirs[::-1]), most)
    # Not within a tag or an entity.
    start = _before(mine, start)
    rest = mine[len(mine) - end :]
    for sign, other in ((">", "<"), (";", "&")):
        if sign in rest and (other not in rest or rest.index(sign) < rest.index(other)):
            broken = rest.index(sign) + 1
            if other == "<" or broken < 9:  # noqa: PLR2004  # the longest entity
                end -= broken
                rest = mine[len(mine) - end :]
    word = len(_WORDS.match(mine[:start][::-1])[0])  # type: ignore[index]
    after = len(_WORDS.match(mine[len(mine) - end :])[0])  # type: ignore[index]
    yield _cut(mine, theirs, start - word, end - after)
    run = len(mine[:start]) - mine.rfind(">", 0, start) - 1
    until = rest.find("<") if "<" in rest else len(rest)
    yield _cut(mine, theirs, start - run, end - until)


def _same(one: str, other: str) -> int:
    """How many characters at the beginning are the same."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _before(text: str, at: int) -> int:
    for sign, other in (("<", ">"), ("&", ";")):
        opened = text.rfind(sign, 0, at)
        if opened >= 0 and other not in text[opened:at] and (sign == "<" or at - opened < 9):  # noqa: PLR2004
            at = opened
    return at


def _cut(mine: str, theirs: str, start: int, end: int) -> tuple[str, str]:
    start, end = max(start, 0), max(end, 0)
    return mine[start : len(mine) - end], theirs[start : len(theirs) - end]


def _headings(raw: bytes, whole: Cut, section: Section, edit: FieldEdit) -> Iterator[bytes]:
    """Another heading, with the tags that it ends with."""
    line = whole.lines[section.first]
    if not line.startswith("## ") or section.start != section.first + 1:
        return
    names = {name: name for name in edit.paths}
    text = from_html.question(edit.theirs, names, is_cloze=edit.is_cloze).text
    tags = _TAGS_BACKWARDS.match(line[::-1])
    heading, _, below = with_paths(text, edit.paths).partition("\n")
    for kept in dict.fromkeys((tags[1][::-1] if tags else "", "")):
        end = section.start if section.separator is None or not below else section.separator
        apart = ["", below, "", *["***"] * (section.separator is None)] if below else []
        made = "\n".join([f"## {heading}{kept}", *apart]).split("\n")
        yield with_lines(raw, [(section.first, end, made)])
