"""A draft never stops a build, whatever is wrong in it."""

from pathlib import Path
from typing import Final

import pytest

from obverse.build import Built, build
from obverse.languages import markdown
from obverse.project.job import Job
from obverse.project.project import find
from obverse.values.diagnostic import Severity

DEEP: Final = ">" * markdown.DEEPEST + " deep"
# What is wrong with a card, by the rule that finds it.
WRONG: Final = {
    "cloze-not-closed": "## one {{c1::typo here\n",
    "cloze-without-deletion": "## one\n\n#card/cloze\n",
    "cloze-number-too-high": "## one {{c501::two}}\n",
    "cloze-below-separator": "## one\n\n#card/cloze\n\n***\n\n{{c1::two}}\n",
    "unclosed-math": "## one\n\n$$\nx\n",
    "math-unbalanced-braces": "## one $\\frac{1$\n",
    "unknown-kind": "## one\n\n#card/clozze\n",
    "conflicting-kinds": "## one\n\n#card/typing #card/choice\n\n- [x] two\n",
    "choice-without-options": "## one\n\n#card/choice\n",
    "list-without-items": "## one\n\n#card/list\n",
    "nested-too-deep": f"## one\n\n{DEEP}\n",
    "unresolved-image": "## one\n\n![](missing.png)\n",
}
FINE: Final = "## fine\n\nanswer\n"


def built(folder: Path, text: str) -> Built:
    """Build a source that is the only one."""
    (folder / "cards.md").write_text(text, encoding="utf-8")
    project = find(folder)
    return build(Job(project, 1_700_000_000), project.read(), b"")


@pytest.mark.parametrize("rule", WRONG)
def test_what_is_wrong_in_a_draft_stops_no_build(rule: str, tmp_path: Path) -> None:
    wrong = WRONG[rule]
    live = built(tmp_path, f"{wrong}\n{FINE}")
    assert (Severity.ERROR, rule) in {(each.severity, each.rule) for each in live.diagnostics}
    drafted = built(tmp_path, f"{wrong}\n#card/draft\n\n{FINE}")
    assert not drafted.failed, drafted.diagnostics
    assert [note.front for note in drafted.deduped.notes] == ["fine"]
    found = {each.rule for each in drafted.diagnostics}
    assert rule in found or rule == "unresolved-image", "still reported"


@pytest.mark.parametrize("rule", WRONG)
def test_a_whole_file_of_drafts_stops_no_build(rule: str, tmp_path: Path) -> None:
    (tmp_path / "fine.md").write_text(FINE, encoding="utf-8")
    text = f"---\ndraft: true\nnote-type: missing\n---\n\n{WRONG[rule]}"
    assert not built(tmp_path, text).failed
    assert not built(tmp_path, f"---\ncard: nonsense\ndraft: true\n---\n\n{WRONG[rule]}").failed


@pytest.mark.parametrize("rule", WRONG)
def test_the_same_in_the_card_after_a_draft_is_an_error(rule: str, tmp_path: Path) -> None:
    wrong = WRONG[rule]
    assert built(tmp_path, f"{wrong}\n#card/draft\n\n{wrong.replace('one', 'two')}").failed


def test_a_code_block_that_takes_in_the_next_card_is_an_error_in_a_draft(tmp_path: Path) -> None:
    swallowing = built(tmp_path, f"## one\n\n#card/draft\n\n```\n\n{FINE}")
    assert [
        (each.rule, each.severity)
        for each in swallowing.diagnostics
        if each.severity is Severity.ERROR
    ] == [("unclosed-fence", Severity.ERROR)]
    last = built(tmp_path, f"{FINE}\n## one\n\n#card/draft\n\n```\ncode\n")
    assert not last.failed
