"""What a lock knew of notes is remembered before another one replaces it."""

from pathlib import Path
from random import Random

import pytest

from obverse.link import earlier_versions
from obverse.link.earlier_versions import remember_versions
from obverse.project.project import Project, find
from shell import write

LINES = 60


@pytest.fixture(name="project")
def _project(tmp_path: Path) -> Project:
    return find(write(tmp_path / "d", deck="# Deck\n\n## What?\n\nThat.\n"), lambda _: ())


def line(number: int, version: int) -> bytes:
    """A line with more of a note than is remembered of it."""
    columns = [
        f"{number:04}-{'guid' * (number % 9)}",
        "1",
        "obverse",
        "basic",
        f"Deck {number % 2}",
    ]
    columns += [
        "a.md",
        f"{version}",
        "",
        f"digest-{version}=",
        "tag",
        "front",
        "back",
        "",
        "",
        "",
        "",
    ]
    return "\t".join(columns).encode()


def remembered(project: Project, old: bytes, new: bytes) -> list[bytes]:
    """What a file says that did not exist before."""
    path = project.build / ".earlier"
    path.unlink(missing_ok=True)
    remember_versions(project, old, new)
    return path.read_bytes().splitlines() if path.exists() else []


def versions(lock: bytes) -> set[bytes]:
    """The columns that are kept of each line."""
    columns = (each.split(b"\t") for each in lock.split(b"\n") if each)
    return {b"\t".join((guid, rest[7], rest[8], rest[3])) for guid, *rest in columns}


@pytest.mark.parametrize("part", [1, 200, 3000, 1 << 16])
@pytest.mark.parametrize("seed", range(20))
def test_just_the_versions_that_are_gone_are_remembered(
    project: Project, monkeypatch: pytest.MonkeyPatch, part: int, seed: int
) -> None:
    monkeypatch.setattr(earlier_versions, "_PART", part)
    random = Random(seed)
    before = dict.fromkeys(range(LINES), 0)
    after = dict(before)
    for number in random.sample(range(LINES), seed % 7):
        after[number] = random.choice((0, 1))
    for number in random.sample(range(LINES), seed % 3):
        del after[number]
    after |= {LINES + more: 0 for more in range(seed % 2)}
    lines = [line(*each) for each in sorted(after.items())]
    if seed % 5 == 0:  # as after a merge
        random.shuffle(lines)
    old = b"".join(line(*each) + b"\n" for each in before.items())
    new = b"".join(each + b"\n" for each in lines)
    assert remembered(project, old, new) == sorted(versions(old) - versions(new))
