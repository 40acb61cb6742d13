"""Without cards: a project in which there is nothing to build."""

from collections.abc import Sequence

from obverse.values.card_settings import BY_HEADINGS, CardSettings
from obverse.values.compiled import Compiled
from obverse.values.diagnostic import Diagnostic, Severity
from obverse.values.lock import Lock
from obverse.values.source import Place


def project_without_cards(
    compiled: Sequence[Compiled],
    lock: Lock,
    cards: CardSettings = BY_HEADINGS,
    *,
    retire: bool,
) -> tuple[Diagnostic, ...]:
    """The finding that no source has a card, unless another one says why.

    It is an error, since the package would be empty. With only drafts it is a warning, and where
    the lock knows cards, or with `retire`: the build is about those that were removed, and the
    next one says the same, with what this one left and without it. `cards` says which text is one.
    """
    if any(each.notes for each in compiled) or not compiled:
        return ()
    if any(found.severity is Severity.ERROR for each in compiled for found in each.diagnostics):
        return ()
    drafts = [note.place for each in compiled for note in each.drafts]
    removed = retire or bool(lock.notes)
    severity = Severity.WARNING if drafts or removed else Severity.ERROR
    if drafts:
        message = "all cards are drafts, so the package is empty"
        hint = "remove `#card/draft` or `draft: true` from a card that is ready"
        return (Diagnostic(drafts[0], severity, message, "project-without-cards", hint),)
    message = "no source of this project has a card"
    hint = "a card is a line such as `## What is a lease?` with the answer below it"
    if left := sum(bool(each.left_out) for each in compiled):
        message += f"; {left:,} of {len(compiled):,} files are left out"
        hint = "`obverse explain FILE:LINE` says why a file is left out or a line is not a card"
    if not cards.is_headings:
        words = "`, `".join(cards.words)
        hint = f"`cards` says `{words}`: `obverse check` says what may be meant as a card"
    return (Diagnostic(Place(compiled[0].path), severity, message, "project-without-cards", hint),)
