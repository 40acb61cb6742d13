"""The author's own HTML on a card: what is removed or shown as text, its media and Anki's tags."""

import re
from html import escape

from obverse.languages import anki_tags, html, media, spelled_math
from obverse.languages.markdown.extensions.direction import DECLARATIONS
from obverse.languages.markdown.rendering import Rendering, guard_entities

_HINT = 'to keep all HTML, set `html = "trust"` in the configuration'


def html_block(fragment: str, rendering: Rendering, direction: object = None) -> str:
    """A block of HTML; one that is a declaration (`<?php`) is a paragraph of text.

    The `direction` of that is given where there is any right-to-left text.
    """
    shown = _own(fragment, rendering, inline=False)
    if fragment.startswith(DECLARATIONS) and shown.startswith("&lt;"):
        lines = shown.rstrip().split("\n")
        attribute = f' dir="{direction}"' if direction else ""
        return f"<p{attribute}>{'<br>'.join(lines)}</p>\n"
    if "\\" in shown and not rendering.settings.trust:
        shown, commands = spelled_math.math_in_html(shown)
        for command in commands:
            rendering.remove_command(command)
    return _with_tags(shown, rendering) if "[" in shown else shown


def html_inline(fragment: str, rendering: Rendering) -> str:
    """A tag within a line."""
    return _own(fragment, rendering, inline=True)


def sound(path: str, rendering: Rendering) -> str:
    """What plays the file of a `[sound:..]`, which may be named without its folder."""
    if media.is_remote(path):
        return media.remote(escape(path), "", "", "")
    return anki_tags.play(rendering.use(path, embed=True))


def _own(fragment: str, rendering: Rendering, *, inline: bool) -> str:
    """The author's HTML without comments, with media named; reports what is removed."""
    fragment = html.without_comments(fragment)
    if rendering.cloze and "&" in fragment:
        fragment = guard_entities(fragment)
    if "<" not in fragment:
        return fragment
    rendering.has_html = True
    if "<!" in fragment or "<?" in fragment:
        fragment = _declarations(fragment, rendering)
    if not rendering.settings.trust:
        for written, what in html.removed(fragment):
            as_text = inline and what.startswith("`<")
            message = f"{what} is {'shown as text' if as_text else 'removed from the card'}"
            rendering.warning(written, "html-removed", message, _HINT)
        fragment = html.prepared(fragment, inline=inline)
    return html.with_media(
        html.boxed(fragment), lambda path: path if media.is_remote(path) else rendering.use(path)
    )


def _declarations(fragment: str, rendering: Rendering) -> str:
    """The author's HTML with what a browser would hide as text, if it may be changed."""
    is_kept = rendering.settings.trust
    for written in html.declarations(fragment):
        shown = "is HTML that no browser shows" if is_kept else "is shown as text"
        first = written.split("\n", 1)[0]
        hint = "write it as code, between backticks"
        rendering.warning(first, "html-removed", f"`{first}` {shown}", hint)
    return fragment if is_kept else html.with_declarations(fragment)


def _with_tags(fragment: str, rendering: Rendering) -> str:
    """The author's HTML with Anki's own tags, as in Markdown."""

    def passed_on(pair: re.Match[str]) -> str:
        rendering.warning_once(f"[{pair['name']}", "anki-markup", *anki_tags.markdown_for(pair))
        return anki_tags.live(pair[0])

    return anki_tags.shown_in_html(fragment, lambda file: sound(file, rendering), passed_on)
