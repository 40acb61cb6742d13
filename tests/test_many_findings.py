"""Many findings of one rule: a person sees the first, and how many more there are."""

import json
from pathlib import Path

from projects import write
from shell import run

CARDS = "".join(f"## Question {number}?\n\n![](none-{number}.png)\n\n" for number in range(25))


def test_of_many_findings_of_a_rule_ten_are_shown_and_the_others_counted(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": f"# A\n\n{CARDS}", "b.md": "# B\n\n## One?\n\n![](other.png)\n"})
    ran = run(tmp_path, "check", "--select", "unresolved-image,missing-alt")
    for rule in ("unresolved-image", "missing-alt"):
        assert ran.out.count(f"[{rule}]\n") == 10
        said = f"and 16 more of [{rule}], in 2 files: `obverse check -v` shows them\n"
        assert said in ran.out
    assert "26 errors" in ran.out
    assert ran.status == 1


def test_each_is_shown_where_that_is_asked_for(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": f"# A\n\n{CARDS}"})
    told = run(tmp_path, "check", "-v", "--select", "unresolved-image").out
    assert told.count("[unresolved-image]\n") == 25
    assert "more of" not in told
    found = run(tmp_path, "check", "--format", "json", "--select", "unresolved-image").out
    assert len(json.loads(found)["findings"]) == 25


def test_a_build_counts_them_too(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": f"# A\n\n{CARDS}"})
    told = run(tmp_path, "build").err
    assert told.count("[unresolved-image]\n") == 10
    assert "and 15 more of [unresolved-image], in 1 file" in told


def test_a_few_are_all_shown(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "# A\n\n" + "".join(CARDS.split("## ")[0:11])})
    assert "more of" not in run(tmp_path, "check").out
