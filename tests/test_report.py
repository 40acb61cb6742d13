"""Findings are shown where they are, in every form, and quickly."""

import json
import re
import time
from pathlib import Path
from typing import Any, Final

import jsonschema
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from obverse.cli import main
from obverse.report import forms
from obverse.report.forms.text import finding
from obverse.values.diagnostic import Diagnostic, Severity, nearest
from obverse.values.source import Place, decode
from reviewed import in_text, reviewed, write

ROOT: Final = Path(__file__).parents[1]
SARIF: Final = Path(__file__).parent / "schemas" / "sarif-2.1.0-rtm.5.json"
SCHEMA: Final = ROOT / "docs" / "findings.schema.json"
DECK: Final = """# Deck

## What is it?

![a 100% : sure](<pictures/gone, really.png>)

## What is client care?

Care.

## What is client care?

Another answer with an emoji 🎉.

#card/revresed
"""
NOISE: Final = st.text("ab é\t漢字🎉👩🏽‍🚀❤️𝔘ﬁ", max_size=12)


def told(folder: Path, form: str, text: str = DECK) -> str:
    """Give what `obverse check` prints of one deck in a form."""
    (folder / "deck.md").write_text(text, encoding="utf-8")
    ran = CliRunner().invoke(main, ["check", "--format", form, str(folder)])
    assert ran.exit_code == int("gone" in text), ran.output
    return ran.output


def loaded(path: Path) -> dict[str, Any]:
    """Read a schema."""
    schema: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return schema


def test_json_is_as_its_schema_says(tmp_path: Path) -> None:
    schema = loaded(SCHEMA)
    jsonschema.Draft202012Validator.check_schema(schema)
    for text in (DECK, "## A\n\nB\n"):
        printed = json.loads(told(tmp_path, "json", text))
        jsonschema.validate(printed, schema)
        assert set(printed["findings"][0] if printed["findings"] else ()) <= set(
            schema["properties"]["findings"]["items"]["properties"]
        )
    printed = json.loads(told(tmp_path, "json"))
    assert printed["counts"] == {"error": 2, "warning": 2, "info": 0}
    first = printed["findings"][0]
    assert first["path"] == f"{tmp_path}/deck.md"
    assert (first["line"], first["column"], first["length"]) == (3, 12, 2)
    assert first["rule"] == "pronoun-without-context"
    (same,) = [each for each in printed["findings"] if each["rule"] == "same-question"]
    assert [each["line"] for each in same["related"]] == [7]


def test_sarif_passes_the_published_schema(tmp_path: Path) -> None:
    schema = loaded(SARIF)
    for text in (DECK, "## A\n\nB\n"):
        printed = json.loads(told(tmp_path, "sarif", text))
        jsonschema.Draft4Validator(schema).validate(printed)
    run = json.loads(told(tmp_path, "sarif"))["runs"][0]
    assert run["columnKind"] == "unicodeCodePoints"
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    regions = [each["locations"][0]["physicalLocation"]["region"] for each in run["results"]]
    assert regions[0] == {"startLine": 3, "startColumn": 12, "endColumn": 14}
    assert {each["level"] for each in run["results"]} == {"error", "warning"}


def test_sarif_paths_are_uris_below_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "my notes").mkdir()
    (tmp_path / "my notes" / "käse.md").write_text("## Empty\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    ran = CliRunner().invoke(main, ["check", "--format", "sarif", "my notes"])
    (result,) = json.loads(ran.output)["runs"][0]["results"]
    location = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == {"uri": "my%20notes/k%C3%A4se.md"}


def test_github_annotations_are_escaped(tmp_path: Path) -> None:
    lines = told(tmp_path, "github").splitlines()
    assert len(lines) == 4
    path = str(tmp_path).replace(":", "%3A").replace(",", "%2C")
    assert lines[0] == (
        f"::warning file={path}/deck.md,line=3,endLine=3,col=12,endColumn=13,"
        "title=pronoun-without-context::the question does not say what `it` is%0A"
        "name it: in a review the card comes alone"
    )
    odd = Diagnostic(Place("a,b:c.md"), Severity.INFO, "100% wrong\nreally", "some-rule")
    printed = forms.get("github")(forms.Report((odd,), lambda _path, _line: None))
    assert printed == (
        "::notice file=a%2Cb%3Ac.md,line=1,endLine=1,col=1,endColumn=1,"
        "title=some-rule::100%25 wrong%0Areally\n"
    )


def test_text_ends_with_a_count(tmp_path: Path) -> None:
    assert told(tmp_path, "text").splitlines()[-1] == "1 file, 3 cards: 2 errors, 2 warnings"
    assert told(tmp_path, "text", "## A\n\nB\n") == "1 file, 1 card: nothing found\n"


def test_every_form_is_offered() -> None:
    assert forms.names() == ("github", "json", "sarif", "text")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(before=NOISE, after=NOISE, saved=st.tuples(st.booleans(), st.booleans(), st.booleans()))
def test_the_text_at_a_place_is_the_text_that_is_meant(
    before: str, after: str, saved: tuple[bool, bool, bool], tmp_path: Path
) -> None:
    bom, crlf, front_matter = saved
    wanted = {
        "unresolved-image": "gone🎉.png",
        "undefined-reference": "[text][漢]",
        "unknown-kind": "#card/revresed",
        "same-question": "Which 🎉 one?",
        "unused-allowance": "long-list",
        "heading-without-space": "##Which",
        "pin-not-last-line": "^pin",
        "pronoun-without-context": "they",
    }
    text = (
        f"# Title\n\n##Which\n\n## What are they?\n\nx{before} ![a](gone🎉.png) {after}\n\n"
        f"- x {before} [text][漢] {after}\n\n## Which 🎉 one?\n\n^pin\n\n> a\n\n"
        f"x{before} #card/revresed {after}x\n\n## Which 🎉 one?\n\nb\n"
        f"\n{before.strip()}<!-- allow: long-list {after} -->\n"
    )
    if front_matter:
        text = f"---\ntags:\n  - a 🎉\n---\n\n{text}"
        wanted["tag-sanitized"] = "a 🎉"
    raw = text.replace("\n", "\r\n" if crlf else "\n").encode("utf-8-sig" if bom else "utf-8")
    lines = decode(raw).split("\n")
    found = reviewed(tmp_path, {"deck.md": raw})
    meant = {
        each.rule: lines[each.place.line - 1][each.place.column - 1 :][: each.place.length]
        for each in found
    }
    assert wanted.items() <= meant.items(), in_text(tmp_path, found)


def test_a_thousand_findings_are_reported_soon(tmp_path: Path) -> None:
    text = "".join(f"## What is thing {n}?\n\n![漢](gone-{n}.png)\n\n" for n in range(1000))
    (tmp_path / "deck.md").write_text(text, encoding="utf-8")
    started = time.process_time()
    ran = CliRunner().invoke(main, ["check", "-v", str(tmp_path)])
    seconds = time.process_time() - started
    assert ran.output.count("[unresolved-image]") == 1000
    assert seconds < 2  # of processor time, measured line by line


def test_a_thousand_findings_in_one_long_line_are_reported_soon(tmp_path: Path) -> None:
    text = "## What is it?\n\n" + " ".join(f"[a][b{n}]" for n in range(1000)) + "\n"
    (tmp_path / "deck.md").write_text(text, encoding="utf-8")
    started = time.process_time()
    ran = CliRunner().invoke(main, ["check", "-v", str(tmp_path)])
    seconds = time.process_time() - started
    assert ran.output.count("[undefined-reference]") == 1000
    assert seconds < 2  # of processor time, measured line by line


def test_a_line_number_of_six_digits_keeps_the_carets_below_the_words() -> None:
    place = Place("deck.md", 123456, 3, 2)
    found = Diagnostic(place, Severity.ERROR, "wrong", "some-rule")
    _, line, carets = finding(found, lambda _path, _number: "a bc d").split("\n")
    assert (line, carets) == ("123456 | a bc d", "       |   ^^")


def test_a_byte_that_is_no_text_is_shown(tmp_path: Path) -> None:
    found = reviewed(tmp_path, {"deck.md": b"## A\n\ncaf\xe9!\n"})
    assert in_text(tmp_path, found).split("\n")[1:3] == ["    3 | caf�!", "      |    ^"]


@pytest.mark.parametrize(
    ("written", "known", "meant"),
    [
        ("revresed", ["reversed", "basic"], "reversed"),
        ("GRAPH.PNG", ["graph.png", "graphs.png"], "graph.png"),
        ("near", ["near-duplicate", "long-list"], "near-duplicate"),
        ("xyz", ["near-duplicate", "long-list"], None),
        ("anything", [], None),
    ],
)
def test_the_nearest_name_is_suggested(written: str, known: list[str], meant: str | None) -> None:
    assert nearest(written, known) == meant


def test_the_hook_runs_a_command_that_there_is() -> None:
    import yaml

    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    name, *words = hook["entry"].split()
    assert (name, hook["language"], hook["pass_filenames"]) == ("obverse", "python", False)
    assert CliRunner().invoke(main, [*words, "--help"]).exit_code == 0


def test_the_options_in_the_page_on_integration_are_there() -> None:
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    told = {
        command: CliRunner().invoke(main, [command, "--help"]).output
        for command in ("check", "build")
    }
    for line in page.splitlines():
        words = line.strip().removeprefix("- ").removeprefix("run: ").split()
        if words[:1] == ["obverse"]:
            assert [word for word in words[2:] if word not in (*forms.names(), "--format")] == [
                word
                for word in words[2:]
                if word.startswith("--") and word in told[words[1]]
                if word != "--format"
            ]
    for form in forms.names():
        assert f"| `{form}` |" in page


@pytest.mark.parametrize("form", ["text", "github", "json", "sarif"])
def test_all_paths_of_a_message_are_seen_from_the_current_folder(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cards = "## Same?\n\nOne.\n\n## Asked?\n\n{}.\n\n## Pin {}?\n\n{}\n\n^pin\n"
    for name, word in (("a b.md", "one"), ("c(d).md", "two")):
        path = tmp_path / "project" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(cards.format(word, word, word), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    ran = CliRunner().invoke(main, ["check", "--format", form, "project"])
    for rule in ("duplicate-card", "same-question", "duplicate-pin"):
        assert rule in ran.output
    output = ran.output.replace("%20", " ").replace("%28", "(").replace("%29", ")")
    assert len(re.findall(r"(?:a b|c\(d\))\.md", output)) >= 6
    assert re.findall(r"(?<!project/)(?:a b|c\(d\))\.md", output) == []


def test_the_words_of_the_author_are_no_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "project", {"a.md": "## Q?\n\n![a](a.md)\n", "b.png": b"picture"})
    monkeypatch.chdir(tmp_path)
    ran = CliRunner().invoke(main, ["check", "project"])
    assert "project/b.png:1:1: info: no card shows `b.png`" in ran.output
    assert "show it with `![...](b.png)`" in ran.output
