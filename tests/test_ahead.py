"""Rules that begin in another process find there what they find here."""

from pathlib import Path
from threading import Event, Thread

import pytest

from obverse.build import build
from obverse.check import ahead, rules
from obverse.check.ahead import begun_ahead
from obverse.check.review import Running, Wanted, review
from obverse.project.job import Job
from obverse.project.project import Project, find
from projects import NOW, rich, write

NEAR = "## What is a client {} for a new instruction?\n\nA formal statement of aims.\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Make a project for which another process is worth it."""
    monkeypatch.setattr(ahead, "_WORTH_IT", 0)
    monkeypatch.setattr(ahead, "is_split", lambda: True)
    rich(tmp_path)
    write(tmp_path, {"near.md": NEAR.format("brief"), "other.md": "\n" + NEAR.format("breif")})
    return find(tmp_path, rules.named_by)


def check_same(project: Project, wanted: Wanted) -> Running:
    """Review a project with what began, and compare it with a review that runs all rules here."""
    sources = project.read()
    job = Job(project, NOW, draws=False)
    with begun_ahead(sources, wanted) as begun:
        built = build(job, sources, b"", ahead=lambda compiled: begun.begin(job, compiled))
        found = review(project, built, sources, wanted, begun.running)
    assert found == review(project, built, sources, wanted)
    return begun.running


def test_what_is_found_in_another_process_is_what_is_found_here(project: Project) -> None:
    running = check_same(project, Wanted())
    assert running != Running()
    (one,) = running.rule("near-duplicate", None)  # type: ignore[arg-type]  # it looks at nothing
    assert (one.place.path, one.place.line) == ("other.md", 2)


@pytest.mark.parametrize(
    "wanted",
    [Wanted(ignore=frozenset({"near-duplicate"})), Wanted(select=frozenset({"long-answer"}))],
)
def test_what_is_not_wanted_begins_nowhere(project: Project, wanted: Wanted) -> None:
    assert check_same(project, wanted) == Running()


def test_no_process_is_split_while_there_are_threads(project: Project) -> None:
    done = Event()
    thread = Thread(target=done.wait)
    thread.start()
    try:
        assert check_same(project, Wanted()) == Running()
    finally:
        done.set()
        thread.join()
