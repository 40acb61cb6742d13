"""Cells of HTML as written cards of obverse's kinds, and what had to be left out."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from obverse.cards import from_html
from obverse.cards.cards import WrittenCard
from obverse.cards.data_pictures import with_files
from obverse.cards.from_html import Converted
from obverse.cards.kept_html import CLEAN, KeptHtml, hint
from obverse.compile import kinds
from obverse.languages import cloze
from obverse.values.diagnostic import Diagnostic, Severity
from obverse.values.source import Place

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
    """Makes cards of HTML; collects what stays HTML and what is lost, and how often.

    `media` are the names of the files that are imported, by their names in the cells; `missing`
    are files that the cells show and that are not, `pictures` those in the cells themselves.
    """

    place: Place
    media: Mapping[str, str] = field(default_factory=dict)
    keep: KeptHtml = CLEAN
    missing: set[str] = field(default_factory=set)
    pictures: dict[str, bytes] = field(default_factory=dict)
    _kept: dict[str, int] = field(default_factory=dict)
    _lost: dict[str, int] = field(default_factory=dict)

    def card(self, front: str, backs: Sequence[str], asked: tuple[str, ...] = ()) -> WrittenCard:
        """A card; all of `backs` that say something are its answer, one below the other."""
        front, *backs = map(self._with_files, (front, *backs))
        is_cloze = bool(cloze.numbers(front))
        question = from_html.question(front, self.media, is_cloze=is_cloze, keep=self.keep)
        answers = [
            from_html.body(each, self.media, keep=self.keep) for each in backs if each.strip()
        ]
        for each in (question, *answers):
            self._count(each)
        back = "\n\n".join(each.text for each in answers if each.text)
        if not is_cloze:
            return WrittenCard(question.text, back, kinds=asked)
        # Text below the separator is shown with the answer only.
        separated = "" if "\n" in question.text or not back else "\n"
        return WrittenCard(question.text + separated, back, kinds=(kinds.default(deletions=True),))

    def _with_files(self, cell: str) -> str:
        cell, pictures = with_files(cell)
        if pictures:
            self.pictures |= pictures
            self.media = {**self.media, **{name: name for name in pictures}}
        return cell

    def _count(self, converted: Converted) -> None:
        self.missing.update(converted.missing)
        for names, counts in ((converted.kept, self._kept), (converted.lost, self._lost)):
            for name in names:
                counts[name] = counts.get(name, 0) + 1

    def diagnostics(self) -> Iterator[Diagnostic]:
        """One finding for each thing, however often it was found."""
        rule = "unrepresentable-content"
        for name, count in sorted(self._kept.items()):
            message = f"Markdown has no form for `{name}`, which stays as HTML ({count:,} times)"
            yield Diagnostic(self.place, Severity.INFO, message, rule)
        for name, count in sorted(self._lost.items()):
            message = f"`{name}` is not allowed on a card and is left out ({count:,} times)"
            yield Diagnostic(self.place, Severity.WARNING, message, rule, hint(name, self.keep))
