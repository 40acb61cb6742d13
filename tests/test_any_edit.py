"""Any document edited into any other: a build after the edit is what a build from nothing is."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from obverse.cli import main
from projects import NOW, write
from whole_documents import SURROUNDINGS, documents, edited

EXAMPLES = 80
EDITS = 3
DAY = 86_400
WRITTEN = ("build/documents.apkg", "notes/obverse.lock")


def build(root: Path, now: int) -> str:
    """Build, and give all that is said but the time, and that a clone knows nothing of Anki."""
    environment = {"SOURCE_DATE_EPOCH": f"{now}"}
    result = CliRunner().invoke(main, ["build", str(root)], env=environment, catch_exceptions=False)
    said = result.output.rpartition(" in ")[0].replace(str(root), "")
    return said.replace("unchanged since the last lock", "unchanged in Anki")


def same(kept: Path, cold: Path, now: int) -> None:
    """Build with what the last build left and without it, and compare."""
    shutil.copytree(kept, cold, ignore=shutil.ignore_patterns("build"))
    said, expected = build(kept, now), build(cold, now)
    findings, _, is_same = said.partition("nothing has changed")
    assert expected.startswith(findings) if is_same else said == expected
    if (cold / WRITTEN[0]).exists():
        for name in WRITTEN:
            assert (kept / name).read_bytes() == (cold / name).read_bytes()
    shutil.rmtree(cold)


def versions(data: st.DataObject) -> Iterator[dict[str, str]]:
    """Give two documents, and then one of them edited, again and again."""
    files = {"notes/a.md": data.draw(documents()), "notes/b.md": data.draw(documents())}
    yield files
    for _ in range(EDITS):
        path = data.draw(st.sampled_from([*files]))
        before = files[path]
        files[path] = data.draw(st.one_of(*[edited(before)] * 5, documents()))
        # A build of what has not changed repeats what the last one found, also what is said once.
        if files[path] != before:
            yield {path: files[path]}


@given(data=st.data())
@settings(max_examples=EXAMPLES)
def test_a_document_edited_into_another_builds_as_it_does_from_nothing(data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        here = write(Path(folder) / "here", SURROUNDINGS)
        for number, changed in enumerate(versions(data)):
            write(here, changed)
            same(here, Path(folder) / "cold", NOW + number * DAY)
