"""The rows of a table as cards."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from obverse.cards import html_cards
from obverse.cards.cards import WrittenCard
from obverse.cards.from_html.inline import FOLDER
from obverse.cards.from_html.links import link_destination
from obverse.cards.html_cards import HtmlCards
from obverse.formats.csv import FIELD, FORMULA
from obverse.formats.csv.columns import Columns, shows_files
from obverse.languages import media, tags
from obverse.languages.table import TableRow
from obverse.note_types import NoteType

_FORMULA = re.compile(FORMULA)
_SOUND = re.compile(r"\[sound:([^\]\n]+)\]")


@dataclass(frozen=True, slots=True)
class RowCards:
    """Makes the cards of a table whose cells are `text`: `markdown`, `plain` or `html`.

    `html` converts cells; with files to show it converts plain ones too. `kinds` are those of all
    cards. Cards of a `note_type` have all columns as fields.
    """

    columns: Columns
    text: str
    html: HtmlCards
    kinds: tuple[str, ...] = ()
    note_type: NoteType | None = None
    field_columns: tuple[int, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether the cards that are made hold text that is not Markdown."""
        return self.text == "plain" and not shows_files(self.columns)

    def asks(self, row: TableRow) -> bool:
        """Whether there is a question in a row."""
        return bool(_cell(row, self.columns.places.get("front", 0)).strip())

    def card(self, row: TableRow) -> WrittenCard:
        """The card of one row."""
        cells = {key: _cell(row, at) for key, at in self.columns.places.items()}
        if self.columns.is_ours:
            return _of_ours({key: _unguarded(text) for key, text in cells.items()}, self)
        card = self._sides(cells.get("front", ""), cells.get("back", ""))
        card = replace(
            card, tags=_tags(cells.get("tags", "")), deck=" ".join(cells.get("deck", "").split())
        )
        if self.note_type:
            return self._of_note_type(card, row)
        files = "\n\n".join(
            filter(None, (self._files(cells.get(k, "")) for k in ("audio", "image")))
        )
        fields = {name: self._part(_cell(row, at)) for name, at in self.columns.parts.items()}
        return replace(
            card,
            back="\n\n".join(part for part in (card.back, files) if part),
            kinds=self.kinds or card.kinds,
            fields={name: text for name, text in fields.items() if text},
        )

    def _of_note_type(self, card: WrittenCard, row: TableRow) -> WrittenCard:
        assert self.note_type  # noqa: S101  # for mypy; the caller has looked
        shown = shows_files(self.columns)
        names = [name for name, _ in self.note_type.fields][2:]
        texts = (
            self._files(_cell(row, at)) if at in shown else self._part(_cell(row, at))
            for at in self.field_columns
        )
        fields = {name: text for name, text in zip(names, texts, strict=True) if text}
        return replace(card, kinds=(), note_type=self.note_type.key, fields=fields)

    def _sides(self, front: str, back: str) -> WrittenCard:
        if self.text == "markdown" or self.is_plain:
            return WrittenCard(front, back)
        as_html = html_cards.of_text if self.text == "plain" else str
        return self.html.card(as_html(front), [as_html(back)])

    def _part(self, cell: str) -> str:
        if self.text == "markdown" or self.is_plain:
            return cell.strip("\n").rstrip()
        return self.html.part(html_cards.of_text(cell) if self.text == "plain" else cell)

    def _files(self, cell: str) -> str:
        """Markdown that plays or shows the files that a cell names."""
        named = _SOUND.findall(cell, 0, cell.rfind("]") + 1) or cell.split("\n")
        return "\n".join(self._file(each.strip()) for each in named if each.strip())

    def _file(self, written: str) -> str:
        if media.is_remote(written):
            return f"![]({link_destination(written)})"
        name = PurePosixPath(written.replace("\\", "/")).name
        if name not in self.html.media:
            self.html.missing.add(name)
        return f"![]({link_destination(FOLDER + self.html.media.get(name, name))})"


def _cell(row: TableRow, at: int) -> str:
    return row.cells[at].replace("\r\n", "\n") if at < len(row.cells) else ""


def _of_ours(cells: Mapping[str, str], made: RowCards) -> WrittenCard:
    """A card of a table that obverse wrote."""
    front, back = cells.get("front", ""), cells.get("back", "")
    card = made.html.card(front, [back]) if made.text == "html" else WrittenCard(front, back)
    return replace(
        card,
        tags=tuple(
            tags.as_written(_name_of(each)) for each in tags.tag_words(cells.get("tags", ""))
        ),
        deck=cells.get("deck", "").strip(),
        kinds=tuple(cells["kinds"].split()) or card.kinds,
        draft=cells.get("draft", "").strip().casefold() in ("yes", "true", "1"),
        comment=cells.get("comment", ""),
        note_type=cells.get("note_type", ""),
        guid=cells.get("guid", "").strip(),
        pin=cells.get("pin", "").strip(),
        source=cells.get("source", ""),
        fields={
            key.removeprefix(FIELD): text
            for key, text in cells.items()
            if key.startswith(FIELD) and text
        },
    )


def _unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def _name_of(tag: str) -> str:
    """A tag of ours without the `#` that one in quotes has."""
    return tag[1:] if tag.startswith('#"') else tag


def _tags(cell: str) -> tuple[str, ...]:
    """Split at commas or semicolons if there are any, else at spaces."""
    if '#"' in cell:
        parts = [part.rstrip(",;") for part in tags.tag_words(cell)]
    else:
        parts = re.split(r"[,;]", cell) if "," in cell or ";" in cell else cell.split()
    names = ("-".join(part.split()).lstrip("#") for part in parts)
    return tuple(dict.fromkeys(tags.as_written(name) for name in names if name))
