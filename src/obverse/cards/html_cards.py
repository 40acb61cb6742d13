"""Cells of HTML as written cards of obverse's kinds, and what had to be left out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from obverse.cards import from_html
from obverse.cards.cards import WrittenCard
from obverse.cards.data_pictures import with_files
from obverse.cards.file_names import printable
from obverse.cards.from_html import Converted
from obverse.cards.kept_html import CLEAN, NO_FORM, NOT_ALLOWED, KeptHtml, hint
from obverse.cards.note_findings import NoteFindings, OfNotes
from obverse.cards.plain_names import with_plain_names
from obverse.compile import kinds
from obverse.languages import cloze
from obverse.values.diagnostic import Severity

_TAG = re.compile("<[^>]*>")
_LOOKS_LIKE_HTML = re.compile(
    r"</?(?:a|b|blockquote|br|code|div|em|h[1-6]|hr|i|img|li|mark|ol|p|pre|s|span|strong|sub|sup|"
    r"table|td|th|tr|u|ul)\b[^<>]*>|&(?:nbsp|lt|gt|amp|quot|#\d{1,6});",
    re.IGNORECASE,
)


def looks_like_html(text: str) -> bool:
    """Whether there is a tag or an entity of HTML in the text."""
    return bool(_LOOKS_LIKE_HTML.search(text))


def of_text(text: str) -> str:
    """Plain text as HTML, line by line."""
    return escape(text, quote=False).replace("\n", "<br>")


@dataclass(slots=True)
class HtmlCards:
    """Makes cards of HTML; says of what stays HTML and what is lost that it is `found`.

    `media` are the names of the files that are imported, by their names in the cells; `missing`
    are files that the cells show and that are not, `pictures` those in the cells themselves.
    """

    found: NoteFindings
    media: Mapping[str, str] = field(default_factory=dict)
    keep: KeptHtml = CLEAN
    missing: set[str] = field(default_factory=set)
    pictures: dict[str, bytes] = field(default_factory=dict)
    _number: int = 0

    def card(self, front: str, backs: Sequence[str], asked: tuple[str, ...] = ()) -> WrittenCard:
        """A card; all of `backs` that say something are its answer, one below the other."""
        self._number += 1
        front, *backs = map(self._with_files, (front, *backs))
        is_cloze = bool(cloze.numbers(front))
        question = from_html.question(front, self.media, is_cloze=is_cloze, keep=self.keep)
        answers = [
            from_html.body(each, self.media, keep=self.keep) for each in backs if each.strip()
        ]
        for each in (question, *answers):
            self._report(each, _TAG.sub(" ", front[:400]))
        back = "\n\n".join(each.text for each in answers if each.text)
        if not is_cloze:
            return WrittenCard(question.text, back, kinds=asked)
        # Text below the separator is shown with the answer only.
        separated = "" if "\n" in question.text or not back else "\n"
        return WrittenCard(question.text + separated, back, kinds=(kinds.default(deletions=True),))

    def part(self, cell: str) -> str:
        """A further part of the last card, in Markdown."""
        if not cell.strip():
            return ""
        converted = from_html.body(self._with_files(cell), self.media, keep=self.keep, depth=4)
        self._report(converted, _TAG.sub(" ", cell[:400]))
        return converted.text

    def _with_files(self, cell: str) -> str:
        cell, pictures = with_files(cell)
        cell, odd = with_plain_names(cell, self.media, is_cloze=bool(cloze.numbers(cell)))
        if pictures or odd:
            self.pictures |= pictures
            self.media = {**self.media, **{name: name for name in (*pictures, *odd)}}
            self.missing |= {*odd.values()}
        return cell

    @property
    def _key(self) -> tuple[str, int]:
        return ("cell", self._number)

    def _report(self, converted: Converted, front: str) -> None:
        self.missing.update(converted.missing)
        for name in converted.kept:
            kind = OfNotes("unrepresentable-content", NO_FORM, severity=Severity.INFO)
            self.found.tell(kind, self._key, front, printable(name))
        for name in converted.lost:
            kind = OfNotes("unrepresentable-content", NOT_ALLOWED, hint(name, self.keep))
            self.found.tell(kind, self._key, front, printable(name))
