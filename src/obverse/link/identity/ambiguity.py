"""Ambiguity: the finding for a note that may be one of several known notes, or the reverse."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from obverse.link.identity.pins import short_id
from obverse.link.identity.similarity import Match
from obverse.values.diagnostic import Diagnostic, Severity
from obverse.values.note import Note
from obverse.values.source import Place


def ambiguous(notes: Sequence[Note], pairs: Sequence[Match]) -> Iterator[Diagnostic]:
    """One warning for each note among the pairs, with all candidates, and how to decide."""
    of_note: dict[int, list[Match]] = defaultdict(list)
    of_known: dict[str, list[Match]] = defaultdict(list)
    for pair in pairs:
        of_note[pair.at].append(pair)
        of_known[pair.known.guid].append(pair)
    for index, candidates in sorted(of_note.items()):
        best = candidates[0]
        rivals = [pair.at for pair in of_known[best.known.guid] if pair.at != index]
        yield _finding(notes, index, candidates, rivals)


def _finding(
    notes: Sequence[Note], index: int, candidates: Sequence[Match], rivals: Sequence[int]
) -> Diagnostic:
    message = "this card may be " + " or ".join(_told(pair) for pair in candidates)
    places = tuple(notes[rival].place for rival in rivals)
    if places:
        message += ", and so may " + " and ".join(f"the one at {place}" for place in places)
    best = short_id(candidates[0].known.guid)
    hint = (
        f"it is treated as new; if it is the old card, end it with the line `^{best}`"
        if len(candidates) == 1
        else f"it is treated as new; if it is an old card, end it with a line such as `^{best}`"
    )
    note = notes[index]
    places += tuple(Place(pair.known.path) for pair in candidates)
    return Diagnostic(note.place, Severity.WARNING, message, "ambiguous-identity", hint, places)


def _told(pair: Match) -> str:
    known = pair.known
    gone = "" if known.alive else ", removed before"
    return (
        f"`{known.front}` (^{short_id(known.guid)}, {known.path}{gone}, "
        f"{min(pair.score, 1):.0%} alike)"
    )
