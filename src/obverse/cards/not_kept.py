"""Not kept: what a collection knows of its decks and a source cannot say."""

from collections.abc import Iterator, Sequence

from obverse.cards.file_names import printable
from obverse.cards.rows import Rows
from obverse.values.diagnostic import Diagnostic, info, warning
from obverse.values.source import Place

# Tags with which Anki marks what a learner does; an import that brings them would mark for others.
LEARNERS_TAGS = frozenset({"leech", "marked"})
_DEFAULT = "Default"


def decks_not_kept(rows: Rows, place: Place) -> Iterator[Diagnostic]:
    """Findings about descriptions, options, and a name that Anki does not take from a package."""
    if rows.described:
        message = f"the descriptions of decks are left out: {_listed(rows.described)}"
        hint = "whoever has a deck keeps its description; write it again in Anki for new learners"
        yield warning(place, "not-kept", message, hint)
    if rows.presets:
        message = f"the options of decks are left out: {_listed(rows.presets)}"
        hint = "whoever has a deck keeps its options; new learners get Anki's own"
        yield warning(place, "not-kept", message, hint)
    used = sum(rows.decks.get(note.deck) == _DEFAULT for note in rows.notes)
    if used:
        notes = "1 note is" if used == 1 else f"{used:,} notes are"
        message = f"{notes} in the deck `{_DEFAULT}`, which is `{_DEFAULT}_` for new learners"
        hint = "to name it, write `deck: ` and a name into the front matter"
        yield info(place, "not-kept", message, hint)


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(f"`{printable(name)}`" for name in names[:3])
    return shown + (f" and {len(names) - 3:,} more" if len(names) > 3 else "")  # noqa: PLR2004
