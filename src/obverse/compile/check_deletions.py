"""Check deletions: those of a rendered note, as Anki will read them, against the author's.

Anki says nothing if a deletion ends early, has no end or makes no card.
"""

from collections.abc import Sequence

from obverse.languages import cloze
from obverse.languages.markdown import Rendering, Sign
from obverse.note_types import NoteType
from obverse.values.diagnostic import Diagnostic, error
from obverse.values.note import HOLE, Note


def check_deletions(note: Note, note_type: NoteType, rendering: Rendering) -> list[Diagnostic]:
    """Findings for deletions of which Anki would silently make no card, too few, or a cut one."""
    # A deletion that the lock will number counts as numbered.
    text = HOLE.sub("1", "\n".join(note_type.cloze_texts(note.fields)))
    written = [HOLE.sub("1", sign.text) for sign in rendering.signs]
    read = list(cloze.signs(text))
    if read != written:
        differs = next(
            (
                at
                for at, (one, other) in enumerate(zip(read, written, strict=False))
                if one != other
            ),
            min(len(read), len(written) - 1),
        )
        message = "Anki would end this cloze deletion in a different place"
        hint = "Anki ends a deletion at the first `}}`: look for one in your HTML"
        return [_at(differs, note, rendering, "cloze-ends-early", message, hint)]
    if left := _left_open(rendering.signs):
        at = _written(left[-1], rendering)
        which = "this" if HOLE.search(sign := rendering.signs[at].text) else "the"
        name = "" if which == "this" else f" `{sign}`"
        message = f"{which} cloze deletion{name} is never closed"
        return [_at(at, note, rendering, "cloze-not-closed", message, "close it with `}}`")]
    if rendering.has_html and (moved := cloze.empty(text)) is not None:
        openings = [at for at, sign in enumerate(written) if sign not in ("::", "}}")]
        message = "this cloze deletion is empty on the card: HTML moves it out of the table"
        hint = "write the deletion inside a cell, `<td>{{c1::..}}</td>`"
        return [_at(openings[moved], note, rendering, "cloze-ends-early", message, hint)]
    return _numbered(note, cloze.numbers(text))


def _numbered(note: Note, numbers: frozenset[int]) -> list[Diagnostic]:
    """Findings for a card without numbers, and for numbers that Anki makes no card of."""
    if not numbers:
        message = "a cloze card without a deletion makes no card in Anki"
        hint = "write `{{c1::..}}` or `==..==` around the words to ask for"
        return [error(note.place, "cloze-without-deletion", message, hint)]
    return _too_many(note, max(numbers))


def _too_many(note: Note, highest: int) -> list[Diagnostic]:
    """The finding that Anki has no card for a deletion, by its number or because there are more."""
    if highest > cloze.MOST:
        message = f"the cloze number {highest} is above {cloze.MOST}, Anki's highest"
        return [error(note.place, "cloze-number-too-high", message)]
    if len(note.deletions) > cloze.MOST:
        message = f"the card has {len(note.deletions)} deletions, and Anki makes {cloze.MOST} cards"
        hint = "split the card, or give deletions that are asked together one number"
        return [error(note.place, "cloze-number-too-high", message, hint)]
    return []


def _left_open(signs: Sequence[Sign]) -> list[int]:
    """The indexes of the openings that are never closed; a list item closes none but its own."""
    opened: list[int] = []
    left: list[int] = []
    for at, sign in enumerate(signs):
        if sign.text == "}}":
            while sign.made and opened and not signs[opened[-1]].made:
                left.append(opened.pop())
            opened = opened[:-1]
        elif sign.text != "::":
            opened.append(at)
    return sorted((*left, *opened))


def _written(left: int, rendering: Rendering) -> int:
    """The opening that the author wrote: within a list item or a highlight its end took another's.

    What an item or highlight opens has a hole for its number, which nobody wrote.
    """
    if not HOLE.search(rendering.signs[left].text):
        return left
    after = range(left + 1, len(rendering.signs))
    signs = ((at, rendering.signs[at].text) for at in after)
    return next((at for at, text in signs if cloze.OPENING.fullmatch(text)), left)


def _at(  # noqa: PLR0917  # a finding's parts, in their order
    index: int, note: Note, rendering: Rendering, rule: str, message: str, hint: str
) -> Diagnostic:
    """The finding at the sign with this index, or at the note if that has no place."""
    sign = rendering.signs[index] if 0 <= index < len(rendering.signs) else None
    if sign is None or sign.token is None:
        return error(note.place, rule, message, hint)
    rendering.begin(sign.token)
    return error(rendering.place_of(sign.text), rule, message, hint)
