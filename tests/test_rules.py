"""Each rule finds what its manual calls wrong, and nothing in what it calls right."""

import ast
import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner

from obverse.check import manual, rules
from obverse.check.manual import ExampleFile
from obverse.check.review import Wanted, check_names
from obverse.cli import main
from obverse.errors import ObverseError
from obverse.values.diagnostic import Severity
from reviewed import in_text, reviewed

ROOT: Final = Path(__file__).parents[1]
SOURCE: Final = ROOT / "src" / "obverse"
UPDATING: Final = bool(os.environ.get("OBVERSE_UPDATE"))
PAGE: Final = ROOT / "docs" / "rules.md"
GOLDEN: Final = Path(__file__).parent / "findings.out"
# Calls that make a finding, the argument that names the rule, and how bad it then is.
EMITTERS: Final = {
    "error": (1, "error"),
    "_error": (1, "error"),
    "warning": (1, "warning"),
    "warning_once": (1, "warning"),
    "info": (1, "info"),
    "_at": (3, "error"),
    "_warning": (1, "warning"),
    "_tell": (0, "warning"),
    "MarkFault": (2, "warning"),
    "TextError": (0, "error"),
    "Fault": (0, "warning"),
}
ARGUMENTS_OF_DIAGNOSTIC: Final = 4
# What these find needs an earlier build or a file to import, or is not known to happen.
WITHOUT_EXAMPLE: Final = frozenset(
    "ambiguous-identity anki-text-header csv-column csv-header csv-invalid csv-text "
    "guid-replaced json-invalid left-out-line lock-healed lock-not-canonical malformed-note "
    "missing-media no-cards not-kept note-type-unknown pin-of-another-note-type "
    "unreadable-vault-settings unrepresentable-content unsafe-media-name".split()
)
every_rule = pytest.mark.parametrize("name", rules.names())


def named(files: tuple[ExampleFile, ...]) -> dict[str, bytes | str]:
    """Give the files of an example by name."""
    return {file.name: file.content for file in files}


def emitted() -> Iterator[tuple[str, str, str]]:
    """Yield (rule, severity, file) of every call in the source that makes a finding."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = ast.unparse(node.func).rpartition(".")[2]
            if name == "Diagnostic" and len(node.args) >= ARGUMENTS_OF_DIAGNOSTIC:
                severity = ast.unparse(node.args[1]).rpartition(".")[2].lower()
                yield from named_in(node.args[3], severity, path)
            elif name in EMITTERS and len(node.args) > EMITTERS[name][0]:
                at, severity = EMITTERS[name]
                yield from named_in(node.args[at], severity, path)


def named_in(node: ast.expr, severity: str, path: Path) -> Iterator[tuple[str, str, str]]:
    """Yield a rule's name where it is written as text; elsewhere it was named further in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value, severity, path.name


@every_rule
def test_a_rule_finds_what_is_wrong(name: str, tmp_path: Path) -> None:
    if name in WITHOUT_EXAMPLE:
        return
    found = reviewed(tmp_path, named(manual.manual(name).wrong))
    assert name in {each.rule for each in found}
    severities = {each.severity for each in found if each.rule == name}
    assert severities == {rules.get(name).severity}


@every_rule
def test_nothing_is_found_in_what_is_right(name: str, tmp_path: Path) -> None:
    if name in WITHOUT_EXAMPLE:
        return
    found = reviewed(tmp_path, named(manual.manual(name).right))
    assert in_text(tmp_path, found) == ""


def test_the_findings_in_what_is_wrong_look_as_they_did(tmp_path: Path) -> None:
    told = []
    for name in sorted({*rules.names()} - WITHOUT_EXAMPLE):
        found = reviewed(tmp_path / name, named(manual.manual(name).wrong))
        told.append(f"## {name}\n\n{in_text(tmp_path / name, found)}")
    text = "\n".join(told)
    if UPDATING:
        GOLDEN.write_text(text, encoding="utf-8", newline="\n")
    assert text == GOLDEN.read_text(encoding="utf-8")


@every_rule
def test_a_manual_is_complete(name: str) -> None:
    each = manual.manual(name)
    assert each.summary.endswith(".")
    assert "\n" not in each.summary
    assert each.reason
    assert bool(each.wrong) == bool(each.right) == (name not in WITHOUT_EXAMPLE)
    assert each.rule.group in rules.GROUPS
    assert (each.rule.limit is None) == (not each.rule.limits)


def test_every_rule_that_is_named_in_the_source_has_a_manual() -> None:
    assert {rule: file for rule, _, file in emitted() if rule not in rules.names()} == {}


def test_the_manual_says_how_bad_a_finding_is() -> None:
    # `duplicates = "error"` makes an error of what is an info by itself.
    told = defaultdict[str, set[str]](set)
    for rule, severity, _ in emitted():
        told[rule] |= {severity} - {"severity"}
    assert len(told) > 20
    assert {
        rule: severities
        for rule, severities in told.items()
        if severities and str(rules.get(rule).severity) not in severities
    } == {}


def test_every_rule_without_a_check_is_found_by_a_station() -> None:
    stations = {rule for rule, _, _ in emitted()} | {"duplicate-card", "unused-allowance"}
    assert {name for name in rules.names() if rules.get(name).check is None} - stations == set()


def test_the_page_of_rules_is_made_from_the_rules() -> None:
    if UPDATING:
        PAGE.write_text(manual.page(), encoding="utf-8", newline="\n")
    assert PAGE.read_text(encoding="utf-8") == manual.page(), "`make update` writes it anew"


@every_rule
def test_explain_prints_a_manual(name: str) -> None:
    ran = CliRunner().invoke(main, ["explain", name])
    assert ran.exit_code == 0
    assert ran.output.startswith(f"{name} ({rules.get(name).severity}")
    assert "```markdown" not in ran.output
    assert "```toml" not in ran.output
    for title in ("Wrong", "Right"):
        assert (f"\n{title}\n" in ran.output) == (name not in WITHOUT_EXAMPLE)


def test_explain_lists_all_rules() -> None:
    lines = CliRunner().invoke(main, ["explain"]).output.splitlines()
    assert sorted(line.split()[0] for line in lines if line.startswith("  ")) == list(rules.names())


def test_a_misspelt_rule_is_answered_with_the_nearest() -> None:
    ran = CliRunner().invoke(main, ["explain", "near-duplicat"])
    assert ran.exit_code == 2
    assert "there is no rule `near-duplicat`" in ran.output
    assert "did you mean `near-duplicate`?" in ran.output
    with pytest.raises(ObverseError, match="there is no rule `lnog-list`"):
        check_names(["lnog-list"])


LONG_LIST: Final = "## Why?\n\n{}" + "".join(f"- Reason {number}\n" for number in range(8))


def test_a_comment_allows_what_a_rule_finds_in_its_card(tmp_path: Path) -> None:
    for sign in ("<!-- allow: long-list -->", "%% allow: long-list it is the law %%"):
        assert reviewed(tmp_path, {"deck.md": LONG_LIST.format(f"{sign}\n\n")}) == ()


def test_an_allowance_counts_for_its_card_alone(tmp_path: Path) -> None:
    other = LONG_LIST.replace("Why", "When").replace("Reason", "Time").format("")
    text = LONG_LIST.format("<!-- allow: long-list -->\n\n") + "\n" + other
    (found,) = reviewed(tmp_path, {"deck.md": text})
    assert (found.rule, found.place.line) == ("long-list", 14)


def test_an_allowance_above_the_first_card_counts_for_the_file(tmp_path: Path) -> None:
    other = LONG_LIST.replace("Why", "When").replace("Reason", "Time").format("")
    text = f"# Law\n\n<!-- allow: long-list -->\n\n{LONG_LIST.format('')}\n{other}"
    assert reviewed(tmp_path, {"deck.md": text}) == ()


def test_several_rules_are_allowed_at_once(tmp_path: Path) -> None:
    text = LONG_LIST.replace("Why?", "Why is it done?").format(
        "<!-- allow: long-list, pronoun-without-context -->\n\n"
    )
    assert reviewed(tmp_path, {"deck.md": text}) == ()


def test_an_allowance_of_nothing_is_reported(tmp_path: Path) -> None:
    card = "## Why?\n\nBecause.\n\n<!-- allow: long-list, lnog-list, unresolved-image -->\n"
    one, two, three = reviewed(tmp_path, {"deck.md": card})
    assert {one.rule, two.rule, three.rule} == {"unused-allowance"}
    assert one.message == "the allowance of `long-list` allows nothing"
    assert two.hint == "did you mean `long-list`?"
    assert three.message == "`unresolved-image` is an error, which cannot be allowed"


def test_an_allowance_in_a_code_block_is_an_example(tmp_path: Path) -> None:
    card = "## How?\n\n```markdown\n<!-- allow: long-list -->\n```\n"
    assert reviewed(tmp_path, {"deck.md": card}) == ()


def test_what_is_allowed_is_shown_by_no_build(tmp_path: Path) -> None:
    allowed = "Why?\n----\n\n<!-- allow: setext-heading -->\n\nBecause.\n\n"
    (tmp_path / "other.md").write_text("## When?\n\nNow.\n", encoding="utf-8")
    for text in (allowed, allowed, f"{allowed}How?\n----\n\nSo.\n", f"{allowed}## How?\n\nSo.\n"):
        (tmp_path / "deck.md").write_text(text, encoding="utf-8")
        for _ in range(2):
            built = CliRunner().invoke(main, ["build", str(tmp_path)])
            assert built.exit_code == 0
            assert built.output.count("[setext-heading]") == text.count("----") - 1


def test_errors_cannot_be_allowed_or_ignored(tmp_path: Path) -> None:
    card = "## Why?\n\n<!-- allow: unresolved-image -->\n\n![a](b.png)\n"
    wanted = Wanted(ignore=frozenset({"unresolved-image", "unused-allowance"}))
    (found,) = reviewed(tmp_path, {"deck.md": card}, wanted)
    assert found.rule == "unresolved-image"


def test_only_selected_rules_are_shown(tmp_path: Path) -> None:
    files: dict[str, bytes | str] = {"deck.md": LONG_LIST.format("") + "\n## Empty\n"}
    select = reviewed(tmp_path, files, Wanted(select=frozenset({"empty-back"})))
    ignore = reviewed(tmp_path, files, Wanted(ignore=frozenset({"empty-back"})))
    assert [each.rule for each in select] == ["empty-back"]
    assert [each.rule for each in ignore] == ["long-list"]


def test_strict_makes_errors_of_warnings_and_not_of_advice(tmp_path: Path) -> None:
    files: dict[str, bytes | str] = {"deck.md": LONG_LIST.format("") + "\n## Empty\n"}
    found = reviewed(tmp_path, files, Wanted(strict=True))
    assert [(each.rule, each.severity) for each in found] == [
        ("long-list", Severity.INFO),
        ("empty-back", Severity.ERROR),
    ]


def test_a_project_sets_rules_and_limits(tmp_path: Path) -> None:
    settings = 'content = "."\nignore = ["empty-back"]\nlimits = { long-list = 8 }\n'
    text = LONG_LIST.format("") + "\n## Empty\n"
    (tmp_path / "obverse.toml").write_text(settings, encoding="utf-8")
    (tmp_path / "deck.md").write_text(text, encoding="utf-8")
    ran = CliRunner().invoke(main, ["check", str(tmp_path)])
    assert ran.output == "1 file, 2 cards: nothing found\n"
    ran = CliRunner().invoke(main, ["check", "--ignore", "", str(tmp_path)])
    assert "[empty-back]" in ran.output


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ('ignore = ["empty-bak"]', "there is no rule `empty-bak`"),
        ('select = "empty-back"', "`select` is not a list of rule names"),
        ("limits = { empty-back = 3 }", "there is no rule `empty-back` with a limit"),
        ("limits = { long-list = true }", "`limits` is not a table of rule names"),
    ],
)
def test_a_setting_about_rules_is_checked(setting: str, message: str, tmp_path: Path) -> None:
    (found,) = reviewed(tmp_path, {"obverse.toml": f"{setting}\n", "content/deck.md": "## A\n"})
    assert found.message.startswith(message)
    assert found.place.line == 1


def test_a_build_ignores_what_the_project_ignores(tmp_path: Path) -> None:
    (tmp_path / "deck.md").write_text("## Why?\n\n^why\n\nBecause.\n", encoding="utf-8")
    ran = CliRunner().invoke(main, ["build", "--strict", str(tmp_path)])
    assert ran.exit_code == 1
    assert "[pin-not-last-line]" in ran.output
    (tmp_path / "obverse.toml").write_text(
        'content = "."\nignore = ["pin-not-last-line"]\n', encoding="utf-8"
    )
    ran = CliRunner().invoke(main, ["build", "--strict", str(tmp_path)])
    assert ran.exit_code == 0, ran.output
