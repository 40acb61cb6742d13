"""Embed pages: the text of the pages that cards show, put into their fields.

It is in the fields, and so in the digest; the keys of a card have the page's name.
"""

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from obverse.compile.fragment import Fragment, fragment
from obverse.errors import ObverseError, TextError
from obverse.machine import files
from obverse.project.page_files import PageFiles
from obverse.project.project import Project
from obverse.values.diagnostic import Diagnostic, warning
from obverse.values.note import HOLE, Note, PageEmbed, hole
from obverse.values.source import decode

if TYPE_CHECKING:
    from obverse.values.render_settings import RenderSettings

MOST, LARGEST = 100, 1 << 20  # embeds in a field, and characters of what they show


class WithPages(NamedTuple):
    """The notes with the pages that they show, and what is wrong with those."""

    notes: tuple[Note, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


def embed_pages(notes: Iterable[Note], project: Project) -> WithPages:
    """Put the text of pages into the notes that show some."""
    known = tuple(notes)
    if not any(note.embeds for note in known):
        return WithPages(known)
    pages = _Pages(project)
    made = tuple(_Embedding(note, pages).note() if note.embeds else note for note in known)
    return WithPages(made, tuple(dict.fromkeys(pages.found)))


class _Pages:
    """The pages of a project, each read once."""

    def __init__(self, project: Project) -> None:
        self._project, self._files = project, PageFiles(project)
        self._settings: RenderSettings = project.rendering
        self._texts: dict[str, str] = {}
        self._known: dict[tuple[str, str], Fragment | None] = {}
        self.found: list[Diagnostic] = []

    def find(self, embed: PageEmbed) -> tuple[str, str]:
        """(key, path) of the file with a page; empty texts if there is none."""
        found = self._files.find(embed.target, embed.place)
        if found is None:
            return "", ""
        return embed.place.path if embed.is_own else self._project.key_of(found), str(found)

    def part(self, key: str, path: str, anchor: str) -> Fragment | None:
        if (key, anchor) not in self._known:
            try:
                if path not in self._texts:
                    self._texts[path] = decode(files.read_regular(path))
                made = fragment(key, self._texts[path], anchor, self._settings)
            except (ObverseError, TextError):
                made = None
            self._known[key, anchor] = made
        return self._known[key, anchor]


class _Embedding:
    """The pages in one note."""

    def __init__(self, note: Note, pages: _Pages) -> None:
        self._note, self._pages = note, pages
        self._media = list(note.media)
        self._read: list[PageEmbed] = []
        self._count = self._size = 0

    def note(self) -> Note:
        fields = []
        for field in self._note.fields:
            self._count = self._size = 0
            fields.append(self._filled(field, self._note.embeds, 0, ()))
        return self._note._replace(
            fields=tuple(fields), media=tuple(self._media), embeds=tuple(self._read)
        )

    def _filled(
        self, text: str, embeds: tuple[PageEmbed, ...], offset: int, open_: tuple[str, ...]
    ) -> str:
        """A text with its pages; its media are numbered from `offset`."""
        out: list[str] = []
        position = 0
        for found in HOLE.finditer(text):
            name, number = found[1], int(found[2])
            start, end = found.span()
            if name == "media" and offset:
                written = hole("media", number + offset)
            elif name == "embed":
                written = self._page(embeds[number], open_)
                if text[start - 3 : start] == "<p>" and text[end : end + 4] == "</p>":
                    start, end = start - 3, end + 4
                elif written.startswith("<p>") and written.find("</p>") == len(written) - 4:
                    written = written[3:-4]
            else:
                written = found[0]
            out += (text[position:start], written)
            position = end
        return "".join((*out, text[position:]))

    def _page(self, embed: PageEmbed, open_: tuple[str, ...]) -> str:
        _, _, anchor = embed.target.partition("#")
        key, path = self._pages.find(embed)
        self._count += 1
        part = self._pages.part(key, path, anchor.strip()) if key else None
        self._read.append(embed._replace(file=path))
        if part is None:
            what = f"has no `{anchor}`" if key else "does not exist"
            return self._named(embed, f"`{key or embed.target}` {what}, so only its name is shown")
        name = f"{key}#{anchor.strip().casefold()}"
        if name in open_ or f"{key}#" in open_:
            return self._named(embed, f"`{embed.target}` shows itself")
        self._size += len(part.html)
        if self._count > MOST or self._size > LARGEST:
            message = f"a field shows more than {MOST} pages, or more than a megabyte of them"
            return self._named(embed, message)
        offset = len(self._media)
        self._media += part.media
        return self._filled(part.html, part.embeds, offset, (*open_, name))

    def _named(self, embed: PageEmbed, message: str) -> str:
        place = embed.place if embed.place.path == self._note.place.path else self._note.place
        hint = "name a page of this project, and a heading or block in it"
        self._pages.found.append(warning(place, "embedded-page", message, hint))
        return escape(embed.shown)
