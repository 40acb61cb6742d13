"""A job: one build of a project, wherever it is done and however much of it."""

from typing import NamedTuple

from obverse.project.project import Project


class Job(NamedTuple):
    """What is built and when: `now` is Unix seconds, `deck` stands in for the root deck.

    Without `draws` nothing is going to be written, and a diagram whose command may not run stays
    undrawn. With `retire` removed notes are shipped too, so that a project without a card has some.
    With `path` only that source is built, and only what the lock knows of it is compared.
    """

    project: Project
    now: int
    deck: str | None = None
    draws: bool = True
    retire: bool = False
    path: str = ""
