"""Lists of folders, tags that choose files, and decks by path, folder and tag."""

import shutil
from pathlib import Path
from typing import Final

import pytest

from obverse.project import project
from obverse.values import lock as locks
from projects import built, write
from shell import let_a_tick_pass, run

CARD: Final = "## What is {}?\n\nIt is {}.\n"
TAGGED: Final = 'content = "."\ntags-only = ["flashcards", "Deck/Small"]\n'


def cards(*names: str) -> str:
    """A source with a card of each name."""
    return "\n".join(CARD.format(name, name[::-1]) for name in names)


def guids(folder: Path, lock: str) -> dict[str, str]:
    """The guids in a lock, by the question."""
    known = locks.read((folder / lock).read_text("utf-8")).notes.values()
    return {each.front: each.guid for each in known if each.alive}


def test_a_list_of_folders_moves_the_lock_to_the_root_and_back(tmp_path: Path) -> None:
    write(tmp_path, {"a/x.md": cards("oak", "elm"), "b/y.md": cards("ash")})
    write(tmp_path, {"obverse.toml": 'content = "a"\nname = "p"\n'})
    assert run(tmp_path, "build").status == 0
    text = (tmp_path / "a/x.md").read_text("utf-8").replace("It is mle", "It may be an elm")
    write(tmp_path, {"a/x.md": text})
    assert "1 updated" in run(tmp_path, "build").out
    before = guids(tmp_path, "a/obverse.lock")
    write(tmp_path, {"obverse.toml": 'content = ["a", "b"]\nname = "p"\n'})
    assert "1 new, 0 updated, 2 unchanged" in run(tmp_path, "plan").out
    assert (tmp_path / "a/obverse.lock").is_file()  # a plan writes nothing
    ran = run(tmp_path, "build")
    assert "1 new, 0 updated, 2 unchanged" in ran.out
    assert "moved      a/obverse.lock to obverse.lock" in ran.err
    assert not (tmp_path / "a/obverse.lock").exists()
    assert {
        name: guid for name, guid in guids(tmp_path, "obverse.lock").items() if name in before
    } == before
    assert "nothing has changed" in run(tmp_path, "build").out
    write(tmp_path, {"obverse.toml": 'content = "a"\nname = "p"\n'})
    ran = run(tmp_path, "build")
    assert ran.status == 0
    assert "0 new, 0 updated, 2 unchanged" in ran.out
    assert not (tmp_path / "obverse.lock").exists()
    assert guids(tmp_path, "a/obverse.lock") == before


def test_a_lost_lock_is_still_a_lost_lock(tmp_path: Path) -> None:
    write(tmp_path, {"a/x.md": cards("oak"), "b/y.md": cards("ash")})
    write(tmp_path, {"obverse.toml": 'content = ["a", "b"]\n'})
    run(tmp_path, "build")
    (tmp_path / "obverse.lock").unlink()
    ran = run(tmp_path, "build")
    assert ran.status == 2
    assert "the lock `obverse.lock` is gone" in ran.err


def test_two_locks_are_not_joined_by_a_guess(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write(tmp_path / name, {"x.md": cards(name)})
        assert run(tmp_path / name, "build").status == 0
    write(tmp_path, {"obverse.toml": 'content = ["a", "b"]\n'})
    ran = run(tmp_path, "build")
    assert ran.status == 2
    assert "more than one lock for this project: `a/obverse.lock` and `b/obverse.lock`" in ran.err
    assert "move one of them to `obverse.lock`; `obverse lock --restore PACKAGE`" in ran.err
    assert (tmp_path / "a/obverse.lock").is_file()
    shutil.move(tmp_path / "a/obverse.lock", tmp_path / "obverse.lock")
    assert run(tmp_path, "lock", "--restore", "b/build/b.apkg").status == 0
    assert "0 new, 0 updated, 2 unchanged" in run(tmp_path, "build").out


def test_the_names_of_adopted_media_go_with_the_lock(tmp_path: Path) -> None:
    write(
        tmp_path, {"a/x.md": cards("oak"), "b/y.md": cards("ash"), "a/obverse.media": "\tx.png\n"}
    )
    write(tmp_path, {"obverse.toml": 'content = "a"\n'})
    run(tmp_path, "build")
    write(tmp_path, {"obverse.toml": 'content = ["a", "b"]\n'})
    assert "x.png" in project.find(tmp_path).adopted_media()[0].missing
    run(tmp_path, "build")
    assert not (tmp_path / "a/obverse.media").exists()
    assert (tmp_path / "obverse.media").read_text("utf-8") == "\tx.png\n"


def test_a_file_in_two_folders_counts_once(tmp_path: Path) -> None:
    write(tmp_path, {"a/x.md": cards("oak"), "a/b/y.md": cards("ash"), "a/.c/z.md": cards("elm")})
    for folders in ('["a", "a/b"]', '["a/b", "a"]', '["a", "./a/", "a"]'):
        write(tmp_path, {"obverse.toml": f"content = {folders}\n"})
        found = project.find(tmp_path).find_sources()
        assert sorted(found.paths) == ["a/b/y.md", "a/x.md"]
        assert dict(found.left_out) == {"a/.c/": "hidden"}
    write(tmp_path, {"obverse.toml": 'content = ["a", "a/.c"]\n'})
    found = project.find(tmp_path).find_sources()
    assert sorted(found.paths) == ["a/.c/z.md", "a/b/y.md", "a/x.md"]
    assert found.left_out == ()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('["a", "c"]', "`content` names `c`, which is not a folder"),
        ("[]", "`content` is not a folder or a list of folders"),
        ('["a", 3]', "`content` is not a folder or a list of folders"),
        ('["a", ""]', "`content` is not a folder or a list of folders"),
        ("3", "`content` is not"),
        ('["a", "../out"]', "leads out of the project"),
    ],
)
def test_a_list_that_names_no_folders_is_an_error(content: str, said: str, tmp_path: Path) -> None:
    write(tmp_path / "out", {"x.md": cards("elm")})
    here = write(
        tmp_path / "here", {"a/x.md": cards("oak"), "obverse.toml": f"content = {content}\n"}
    )
    ran = run(here, "build")
    assert ran.status == 2
    assert said in ran.err


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("---\ntags: [flashcards]\n---\n\n{}", []),
        ("---\ntags:\n  - x\n  - flashcards\n---\n\n{}", ["x"]),
        ("---\ntags:\n- flashcards/law/old\n---\n\n{}", ["law::old"]),
        ('---\ntags: ["#Flashcards"]\n---\n\n{}', []),
        ("---\ntags: flashcards\n---\n\n{}", []),
        ("---\ntags: x, flashcards\n---\n\n{}", []),
        ("---\ntag: flashcards\n---\n\n{}", []),
        ("---\nTags: [x,\n  flashcards]\n---\n\n{}", []),
        ("---\naliases: [a]\n---\n\nSee #flashcards for more.\n\n{}", []),
        ("{}\n#flashcards #y", ["y"]),
        ("{}\n#FLASHCARDS/Law", ["Law"]),
        ("# Title #flashcards\n\n{}", []),
        ("#flashcards\n\n{}", []),
        ("- a list\n- with #flashcards in it\n\n{}", []),
        ("> quoted #flashcards\n\n{}", []),
        ("```\ncode\n```\n\n#flashcards\n\n{}", []),
        ("~~~~\n```\n~~~~\n\n#flashcards\n\n{}", []),
        ("``` `\n\n#flashcards\n\n{}", []),
        ("{}\n#deck/small", []),
        ("{}\n#deck/small/x", ["x"]),
        ("\ufeff---\r\ntags: [flashcards]\r\n---\r\n\r\n{}", []),
    ],
)
def test_a_file_with_the_tag_is_read(text: str, tags: list[str], tmp_path: Path) -> None:
    write(tmp_path, {"obverse.toml": TAGGED, "a.md": text.format(cards("oak"))})
    made = built(tmp_path)
    assert [note.tags for note in made.collection.notes] == [tuple(tags)]
    assert not [each for each in made.diagnostics if each.rule == "preamble-tag"]


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "---\ntags: [flash, cards]\n---\n\n{}",
        "---\ntags: [flashcardsx]\n---\n\n{}",
        "---\nabout: flashcards\n---\n\n{}",
        "---\ntags: [x]\nabout:\n  - flashcards\n---\n\n{}",
        "flashcards\n\n{}",
        "\\#flashcards\n\n{}",
        "see[[Note#flashcards]] and https://a.example/#flashcards\n\n{}",
        "```\n#flashcards\n```\n\n{}",
        "~~~ md\n```\n#flashcards\n~~~\n\n{}",
        "- item\n  ```\n  #flashcards\n  ```\n\n{}",
        "> ```\n> #flashcards\n> ```\n\n{}",
        "`#flashcards` and `` `#flashcards ``\n\n{}",
        "#flashcards-old\n\n{}",
        "#my/flashcards\n\n{}",
        "#deck\n\n{}",
    ],
)
def test_a_file_without_the_tag_is_not(text: str, tmp_path: Path) -> None:
    write(tmp_path, {"obverse.toml": TAGGED, "a.md": text.format(cards("oak"))})
    write(tmp_path, {"b.md": f"{cards('ash')}\n#flashcards"})
    made = built(tmp_path)
    assert [note.fields[0] for note in made.collection.notes] == ["What is ash?"]
    assert dict(made.left_out) == {"a.md": "without a tag of `tags-only`"}
    assert not made.diagnostics


def test_a_file_that_is_not_meant_may_say_anything(tmp_path: Path) -> None:
    write(tmp_path, {"obverse.toml": TAGGED, "a.md": f"{cards('ash')}\n#flashcards"})
    write(tmp_path, {"b.md": b"\xe9t\xe9\n", "c.md": b"\xff\xfea\x00", "d.md": "---\n[x\n---\n"})
    write(tmp_path, {"e.md": "---\ntags: [daily]\ndate: {{date}}\n---\n\n# {{title}}\n\n## \n\n$$"})
    ran = run(tmp_path, "build", "--strict")
    assert (ran.status, ran.err) == (0, "")
    assert "4 without a tag of `tags-only`" in ran.out


FILES: Final = {
    "law/roman/x.md": "# Contracts\n\n" + cards("oak"),
    "law/y.md": cards("elm"),
    "top.md": "# Top: of all\n\n" + cards("ash"),
    "law/own.md": "---\ndeck: My::Own\n---\n\n" + cards("fir"),
    "law/tagged.md": "---\ntags: [flashcards/a/b]\n---\n\n"
    + cards("yew", "box")
    + "\n#flashcards/c #x",
    "Odd::  name/z.md": "#flashcards/d\n\n" + cards("bay"),
}


@pytest.mark.parametrize(
    ("decks", "content", "wanted"),
    [
        ("title", '"."', "Contracts y Top:_of_all My::Own tagged tagged z"),
        (
            "path",
            '"."',
            "law::roman::Contracts law::y Top:_of_all My::Own law::tagged law::tagged Odd:_name::z",
        ),
        ("folder", '"."', "law::roman law p My::Own law law Odd:_name"),
        ("tag", '"."', "Contracts y Top:_of_all My::Own a::b c d"),
        ("path", '"law"', "roman::Contracts y - My::Own tagged tagged -"),
        ("folder", '"law"', "roman p - My::Own p p -"),
        ("path", '["law"]', "law::roman::Contracts law::y - My::Own law::tagged law::tagged -"),
        ("folder", '["law", "law/roman"]', "law::roman law - My::Own law law -"),
    ],
)
@pytest.mark.parametrize("root", ["", "All"])
def test_decks_are_named_as_the_settings_say(
    decks: str, content: str, wanted: str, root: str, tmp_path: Path
) -> None:
    toml = f'content = {content}\ndecks = "{decks}"\nname = "p"\ndeck = "{root}"\n'
    write(tmp_path, {**FILES, "obverse.toml": toml})
    made = built(tmp_path)
    found = {note.fields[0][8:-1]: note.deck for note in made.collection.notes}
    names = dict(
        zip(("oak", "elm", "ash", "fir", "yew", "box", "bay"), wanted.split(), strict=True)
    )
    expected = {name: deck.replace("_", " ") for name, deck in names.items() if deck != "-"}
    if root:
        expected = {
            name: "All" if deck == "p" else f"All::{deck}" for name, deck in expected.items()
        }
    assert found == expected
    tags = {note.fields[0][8:-1]: note.tags for note in made.collection.notes}
    nested = ("x",) if decks == "tag" else ("flashcards::a::b", "flashcards::c", "x")
    assert tags["box"] == nested


def test_where_cards_go_makes_no_card_a_new_one(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "obverse.toml": 'content = "."\n'})
    run(tmp_path, "build")
    for decks in ("path", "folder"):
        write(tmp_path, {"obverse.toml": f'content = "."\ndecks = "{decks}"\n'})
        assert "0 new, 0 updated, 7 unchanged" in run(tmp_path, "build").out


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('decks = "paths"', "`decks` cannot be `paths`"),
        ('tags-only = "flashcards"', "`tags-only` is not a list of texts"),
        ('tags-only = ["a b"]', "`a b` is not a tag"),
        ('tags_only = ["a"]', "there is no setting `tags_only`"),
        ('include = "a"', "`include` is not a list of texts"),
    ],
)
def test_a_setting_of_the_wrong_kind_is_an_error(line: str, said: str, tmp_path: Path) -> None:
    write(tmp_path, {"a.md": cards("oak"), "obverse.toml": f'content = "."\n{line}\n'})
    ran = run(tmp_path, "build")
    assert ran.status == 2
    assert said in ran.err


NOTES: Final = {
    "obverse.toml": 'content = "."\nname = "p"\ntags-only = ["fc"]\ndecks = "path"\n',
    "a.md": f"#fc\n\n{cards('oak', 'elm')}",
    "b/b.md": f"---\ntags: [fc]\n---\n\n{cards('ash', 'fir')}",
    "prose.md": "# Prose\n\n## Heading\n\nText.\n",
    "board.md": "---\nkanban-plugin: board\ntags: [fc]\n---\n\n## To do\n",
    "empty.md": "#fc\n",
}
EDITS: Final = (
    ("a card", {"a.md": f"#fc\n\n{cards('oak', 'elder')}"}),
    ("prose", {"prose.md": "# Prose\n\n## Heading\n\nOther text.\n"}),
    ("a card and prose", {"a.md": f"#fc\n\n{cards('oak')}", "prose.md": "# Prose\n"}),
    ("prose becomes cards", {"prose.md": f"#fc\n\n{cards('yew')}"}),
    ("cards become prose", {"b/b.md": cards("ash", "fir")}),
    ("a board becomes prose", {"board.md": "# Done\n"}),
    ("prose becomes a board", {"prose.md": NOTES["board.md"]}),
    ("a file without cards gets one", {"empty.md": f"#fc\n\n{cards('box')}"}),
)


@pytest.mark.parametrize(("changed"), [pytest.param(each, id=name) for name, each in EDITS])
def test_an_edit_of_what_is_left_out_gives_what_a_cold_build_gives(
    changed: dict[str, str], tmp_path: Path
) -> None:
    here, cold = (write(tmp_path / name / "p", NOTES) for name in ("here", "cold"))
    for folder in (here, cold):
        run(folder, "build", SOURCE_DATE_EPOCH="1800000000")
    let_a_tick_pass(here)
    shutil.rmtree(cold / "build/.cache")
    write(here, changed)
    write(cold, changed)
    ran, wanted = (run(each, "build", SOURCE_DATE_EPOCH="1800009000") for each in (here, cold))
    assert ran.out.rpartition(") in ")[0] == wanted.out.rpartition(") in ")[0]
    assert ran.err == wanted.err
    for path in ("obverse.lock", "build/p.apkg"):
        assert (here / path).read_bytes() == (cold / path).read_bytes()


def test_what_is_left_out_is_not_fixed_exported_or_said_to_be_unused(tmp_path: Path) -> None:
    prose = "# Prose\n\n##No space\n\n![](pic.png)\n"
    board = "---\nkanban-plugin: board\n---\n\n##To do\n"
    files = {"obverse.toml": TAGGED, "a.md": f"##What is oak?\n\n{cards('elm')}\n#flashcards #x\n"}
    write(
        tmp_path, {**files, "prose.md": prose, "board.md": board, "pic.png": b"x", "b.md": b"\xe9"}
    )
    assert run(tmp_path, "check", "--fix", "--allow-dirty").status == 0
    assert (tmp_path / "prose.md").read_text("utf-8") == prose
    assert (tmp_path / "board.md").read_text("utf-8") == board
    assert "## What is oak?" in (tmp_path / "a.md").read_text("utf-8")
    assert "unused-media" not in run(tmp_path, "check").out
    for form in ("csv", "markdown", "anki-text", "json"):
        ran = run(tmp_path, "export", "--format", form)
        assert ran.status == 0
        assert "elm" in ran.out
        assert "Prose" not in ran.out
        assert "To do" not in ran.out
        assert form == "markdown" or "flashcards" not in ran.out


def test_a_query_stays_in_its_file_and_out_of_every_deck(tmp_path: Path) -> None:
    query = "## Open\n\n```tasks\nnot done\n```\n"
    write(tmp_path, {"a.md": f"{cards('oak')}\n{query}\n{cards('elm')}"})
    assert "2 cards" in run(tmp_path, "build").out
    assert run(tmp_path, "export", "--format", "markdown", "-o", "./").status == 0
    assert query.strip() in (tmp_path / "a.md").read_text("utf-8")
    assert "not done" not in run(tmp_path, "export", "--format", "csv").out
    assert "0 new, 0 updated, 2 unchanged" in run(tmp_path, "plan").out


def test_an_export_of_files_outside_writes_nothing_over_them(tmp_path: Path) -> None:
    write(tmp_path / "vault", {"x.md": cards("oak")})
    here = write(
        tmp_path / "here", {"a/y.md": cards("elm"), "obverse.toml": 'content = ["a", "../vault"]\n'}
    )
    ran = run(here, "export", "--format", "markdown", "-o", "out/", OBVERSE_ALLOW="1")
    assert ran.status == 0
    names = sorted(path.relative_to(here).as_posix() for path in here.rglob("out/**/*.md"))
    assert names == ["out/a/y.md", "out/vault/x.md"]
    assert (tmp_path / "vault/x.md").read_text("utf-8") == cards("oak")


def test_until_a_build_moves_it_every_command_finds_the_lock(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"a/x.md": cards("oak"), "b/y.md": cards("ash"), "obverse.toml": 'content = "a"\n'},
    )
    run(tmp_path, "build")
    write(tmp_path, {"obverse.toml": 'content = ["a", "b"]\n', "words.csv": "fir,a tree\n"})
    assert "lock       a/obverse.lock" in run(tmp_path, "lock").out
    assert run(tmp_path, "lock", "--check").status == 0
    before = guids(tmp_path, "a/obverse.lock")
    assert run(tmp_path, "import", "words.csv", ".").status == 0
    assert run(tmp_path, "export", "--format", "anki-text", "-o", "out.txt").status == 0
    assert not (tmp_path / "obverse.lock").exists()
    assert before.items() <= guids(tmp_path, "a/obverse.lock").items()
    assert "moved      a/obverse.lock" in run(tmp_path, "build").err
    assert not (tmp_path / "a/obverse.lock").exists()


def test_where_no_file_has_the_tag_the_error_says_how_many_are_left_out(tmp_path: Path) -> None:
    write(tmp_path, {"obverse.toml": TAGGED, "a.md": cards("oak"), "b.md": cards("elm")})
    ran = run(tmp_path, "build")
    assert ran.status == 1
    assert "no source of this project has a card; 2 of 2 files are left out" in ran.err
    assert "`obverse explain FILE:LINE`" in ran.err
    assert "a card is a line such as" in run(write(tmp_path / "x", {"a.md": "# T\n"}), "new").out
