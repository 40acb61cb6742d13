"""Row cards: the rows of a table, in a note or a file of its own, as cards."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from obverse.compile.found import FoundCard, MarkFault, Written
from obverse.compile.guarded import guarded
from obverse.languages import cloze, escape, pin, tags
from obverse.languages.fingerprint import plain
from obverse.machine.late import late

_NAMED = ("tags", "id", "draft")
_TRUTHS = ("yes", "true", "1", "x", "y")
_BLOCK = late(r"```|~~~|\[[^\]]*\]:|(?:[*_-][ \t]*){3,}$|\*\*\*")
_LINE_END = late(r"\r\n|\r|\n")


class RowColumns(NamedTuple):
    """Which column is what, from zero; `fields` are those of a custom note type by name."""

    front: int = 0
    back: int = 1
    extra: tuple[int, ...] = ()
    fields: tuple[tuple[str, int], ...] = ()
    named: Mapping[str, int] = {}
    audio: int | None = None


class RowsSaid(NamedTuple):
    """What is said of all rows of a table: tags as (name, line), kinds, the text above them.

    Of a table of `plain` text no sign means anything.
    """

    tags: tuple[tuple[str, int], ...] = ()
    kinds: tuple[str, ...] = ()
    context: str = ""
    plain: bool = False


def columns_of(header: Sequence[str], width: int, *, has_fields: bool) -> RowColumns:
    """The columns by place, and those that have a name: question, answer, the rest."""
    names = [" ".join(cell.split()).casefold() for cell in header]
    named = {name: names.index(name) for name in _NAMED if name in names}
    free = [at for at in range(width) if at not in named.values()]
    front, back = [*free, -1, -1][:2]
    rest = tuple(free[2:])
    if has_fields:
        fields = tuple((header[at].strip(), at) for at in rest if at < len(header))
        return RowColumns(front, back, (), tuple(each for each in fields if each[0]), named)
    return RowColumns(front, back, rest, (), named)


def row_card(
    cells: Sequence[str], columns: RowColumns, said: RowsSaid, line: int, extent: tuple[int, int]
) -> FoundCard | MarkFault:
    """The card of one row, whose first line is `line`; `extent` are the lines that are its own."""
    question = _cell(cells, columns.front)
    if not question:
        message = "a row without a question is skipped"
        hint = "write the question in its first cell, or delete the row"
        return MarkFault(line, "", "malformed-card-skipped", message, hint)
    answer = _blocks(_cell(cells, columns.back), line, said)
    if columns.audio is not None and (sound := _cell(cells, columns.audio)):
        answer += ((line, ""), (line, f"![](<{' '.join(sound.split())}>)"))
    extra: Written = ()
    for at in columns.extra:
        if cell := _cell(cells, at):
            extra += (*(((line, ""),) if extra else ()), *_blocks(cell, line, said))
    fields = ((name, _blocks(_cell(cells, at), line, said)) for name, at in columns.fields)
    own = {name: _cell(cells, at) for name, at in columns.named.items()}
    name, faults = _pin(own.get("id", ""), line)
    is_draft = own.get("draft", "").casefold() in _TRUTHS
    is_cloze = not said.plain and cloze.OPENING.search(question) is not None
    return FoundCard(
        *extent,
        ((line, _heading(question, said)),),
        answer=answer,
        extra=extra,
        fields=tuple(each for each in fields if each[1]),
        kinds=(*said.kinds, *(("draft",) if is_draft else ())),
        tags=(*said.tags, *((name, line) for name in _tags(own.get("tags", "")))),
        pin=name,
        context=plain(said.context) if said.context else "",
        is_apart=is_cloze and bool(answer),
        faults=faults,
    )


def _pin(cell: str, line: int) -> tuple[str, tuple[MarkFault, ...]]:
    """The name in the column `id`, and what is wrong with it."""
    name = pin.name_of(f"^{cell.lstrip('^')}") if cell else ""
    if name is not None:
        return name, ()
    shown = " ".join(cell.split())
    message = f"the id `{shown}` names no card: an id has only letters, digits and `-`"
    hint = "write such an id, or leave the cell empty: the row is known again by what it says"
    return "", (MarkFault(line, cell, "malformed-pin", message, hint),)


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at].strip() if 0 <= at < len(cells) else ""


def _heading(cell: str, said: RowsSaid) -> str:
    if said.plain:
        return "<br>".join(escape.heading(line) for line in _LINE_END.split(cell))
    text = cell if cell.isprintable() else "<br>".join(map(str.strip, _LINE_END.split(cell)))
    if "#" not in text:
        return text
    start, names = tags.run_at_end(text)
    return text[:start] + " ".join(f"\\#{name}" for name in names) if names else text


def _blocks(cell: str, line: int, said: RowsSaid) -> Written:
    """A cell as one paragraph: cells are within a line, whatever they begin with."""
    if not cell:
        return ()
    if not said.plain and cell.isprintable():
        return _within(_text(cell), line)
    lines = [each.strip() for each in _LINE_END.split(cell) if each.strip()]
    if said.plain:
        lines = [escape.inline(each) for each in lines]
    return _within(_text("<br>".join(lines)), line)


def _within(text: str, line: int) -> Written:
    """A cell that leaves nothing open: the next one would be math, a comment or HTML with it."""
    return tuple((line, each) for each in guarded(text, separated=True).split("\n"))


def _text(line: str) -> str:
    if line[:1].isalpha():
        return line
    line = line.strip()
    if _BLOCK.match(line) or (line.startswith("#") and tags.only_tags(line)):
        return f"\\{line}"
    return escape.start(line)


def _tags(cell: str) -> list[str]:
    """Split at commas or semicolons if there are any, else at spaces."""
    parts = re.split(r"[,;]", cell) if "," in cell or ";" in cell else cell.split()
    names = ("-".join(part.split()).lstrip("#").replace("::", "/") for part in parts)
    return [name for name in names if name]
