"""Two branches that each add, edit and delete cards, merged by git itself."""

import os
import subprocess
from pathlib import Path
from typing import Final

from click.testing import CliRunner

from decks import cards
from obverse.cli import main
from obverse.values import lock as locks

NOW: Final = 1_700_000_000
TOPICS: Final = {
    "courts": "Who hears appeals from the county court? The High Court, or the Court of Appeal.",
    "leases": "How long is a long lease? More than twenty-one years, when it was granted.",
    "rents": "When is rent in arrear? The day after the day on which it was due.",
    "trusts": "Who holds the legal title? The trustees, for those who benefit from the trust.",
    "sales": "What ends a sale? Completion, when the price is paid for the transfer.",
    "liens": "What does a lien give? A right to keep goods until a debt is paid.",
}


class Repository:
    """A git repository with a deck in it."""

    def __init__(self, folder: Path, *, union: bool) -> None:
        self.folder = folder
        self.now = NOW
        self.git("init", "-q", "-b", "main")
        rule = "*.lock text eol=lf\nobverse.lock merge=union\n" if union else "*.lock text eol=lf\n"
        (folder / ".gitattributes").write_text(rule)
        (folder / ".gitignore").write_text("build/\n")

    def git(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run git as somebody, with no configuration but the repository's own."""
        who = {f"GIT_{role}_{what}": "a@b.c" for role in ("AUTHOR", "COMMITTER")
               for what in ("NAME", "EMAIL")}  # fmt: skip
        alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        return subprocess.run(
            ["git", *words],
            cwd=self.folder,
            check=check,
            capture_output=True,
            text=True,
            env={**os.environ, **who, **alone},
        )

    def write(self, topic: str, text: str | None = None) -> None:
        """Write a file of one card, or delete it."""
        path = self.folder / f"{topic}.md"
        if text is None:
            path.unlink()
        else:
            front, _, back = text.partition("? ")
            path.write_text(cards((f"{front}?", back)))

    def build(self) -> str:
        """Build a minute later; returns the diagnostics."""
        self.now += 60
        result = CliRunner().invoke(
            main, ["build", str(self.folder)], env={"SOURCE_DATE_EPOCH": str(self.now)}
        )
        assert result.exit_code == 0, result.output
        return result.stderr

    def commit(self) -> None:
        """Build, and commit all."""
        self.build()
        self.git("add", "-A")
        self.git("commit", "-qm", "work")

    @property
    def fronts(self) -> dict[str, str]:
        """Guid by question of the living notes in the lock."""
        lock = locks.read((self.folder / "obverse.lock").read_text())
        return {known.front: guid for guid, known in lock.notes.items() if known.alive}


def branches(repository: Repository) -> dict[str, str]:
    """Two branches from one deck; the second is checked out. Returns the guids at the start."""
    for topic, text in TOPICS.items():
        repository.write(topic, text)
    repository.commit()
    start = repository.fronts
    repository.git("checkout", "-qb", "ours")
    repository.write("courts", TOPICS["courts"].replace("hears", "decides"))
    repository.write("leases")
    repository.write("ours", "What does our branch add? A card about boundaries and hedges.")
    repository.commit()
    repository.git("checkout", "-q", "main")
    repository.git("checkout", "-qb", "theirs")
    repository.write("rents", TOPICS["rents"].replace("the day on which it was due", "that day"))
    repository.write("trusts")
    repository.write("theirs", "What does their branch add? A card about notices to quit.")
    repository.commit()
    return start


def test_two_branches_merge_and_every_note_keeps_its_guid(tmp_path: Path) -> None:
    repository = Repository(tmp_path, union=True)
    start = branches(repository)
    theirs = repository.fronts
    repository.git("merge", "-q", "ours")
    repository.build()
    merged = repository.fronts
    question = "Who hears appeals from the county court?"
    assert merged[question.replace("hears", "decides")] == start[question]
    assert {front: merged[front] for front in theirs if front in merged} == {
        front: guid
        for front, guid in theirs.items()
        if front not in (question, "How long is a long lease?")
    }
    assert len(merged) == len(TOPICS) - 2 + 2
    text = (tmp_path / "obverse.lock").read_text()
    assert text == locks.write(locks.read(text).notes.values(), locks.read(text).types.values())
    ids = [known.note_id for known in locks.read(text).notes.values()]
    assert len(ids) == len(set(ids))


def both_edit(repository: Repository) -> dict[str, str]:
    """One note edited on two branches, merged, its source put right by hand."""
    repository.write("courts", TOPICS["courts"])
    repository.commit()
    start = repository.fronts
    repository.git("checkout", "-qb", "ours")
    repository.write("courts", TOPICS["courts"].replace("hears", "decides"))
    repository.commit()
    repository.git("checkout", "-q", "main")
    repository.write("courts", TOPICS["courts"].replace("hears", "judges"))
    repository.commit()
    assert repository.git("merge", "ours", check=False).returncode == 1
    repository.write("courts", TOPICS["courts"].replace("hears", "hears and decides"))
    return start


def test_a_note_edited_on_both_branches_is_healed_and_reported(tmp_path: Path) -> None:
    repository = Repository(tmp_path, union=True)
    start = both_edit(repository)
    unmerged = repository.git("diff", "--name-only", "--diff-filter=U").stdout.split()
    assert unmerged == ["courts.md"]
    assert "[lock-healed]" in repository.build()
    assert [*repository.fronts.values()] == [*start.values()]


def test_without_the_rule_git_leaves_markers_which_are_an_error_with_its_line(
    tmp_path: Path,
) -> None:
    # Notes that are neighbours in the lock conflict as well, which is rare in a lock of thousands.
    repository = Repository(tmp_path, union=False)
    start = both_edit(repository)
    path = tmp_path / "obverse.lock"
    lines = path.read_text().split("\n")
    [line] = [number for number, text in enumerate(lines, 1) if text.startswith("<<<<<<<")]
    result = CliRunner().invoke(main, ["build", str(tmp_path)])
    assert result.exit_code == 1
    assert f"obverse.lock:{line}:1: error: " in result.stderr
    # What the help says: the marker lines go, the lines of both sides stay.
    marks = ("<<<<<<<", "=======", ">>>>>>>")
    path.write_text("\n".join(each for each in lines if not each.startswith(marks)))
    assert "[lock-healed]" in repository.build()
    assert [*repository.fronts.values()] == [*start.values()]


def test_the_repository_itself_has_the_rule() -> None:
    attributes = Path(__file__).parents[1] / ".gitattributes"
    assert "obverse.lock merge=union" in attributes.read_text().split("\n")


def test_one_edited_note_is_one_changed_line(tmp_path: Path) -> None:
    repository = Repository(tmp_path, union=True)
    for topic, text in TOPICS.items():
        repository.write(topic, text)
    repository.commit()
    repository.write("sales", TOPICS["sales"].replace("ends", "completes"))
    repository.build()
    changed = repository.git("diff", "--numstat", "obverse.lock").stdout.split()
    assert changed[:2] == ["1", "1"]
