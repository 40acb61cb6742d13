"""What holds for any text an author may write, tried on texts made at random."""

import io
import re
import sqlite3
import zipfile
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from obverse.build import Built, build
from obverse.compile.compile_source import compile_source
from obverse.errors import TextError
from obverse.formats.apkg.write import write
from obverse.link.dedupe import dedupe
from obverse.project.job import Job
from obverse.project.project import Project
from obverse.project.settings import Settings
from obverse.values.lock import read
from obverse.values.source import decode

NOW: Final = 1_700_000_000
LATER: Final = NOW + 86_400

# Signs that mean something, in the company they need to mean it.
SIGNS: Final = """
    # ## ### ####### - * + 1. > >> ``` ~~~ ```python ` `` *** --- === ___ ** _ __ ~~ == $ $$ | |---|
    \\( \\) \\[ \\]
    \\ & &amp; &#35; &#0; < > <b> </b> <br> <!-- --> <div> </div> <script> <http://a.b> [ ] ( ) [x]
    [a](b) [a]: ![ ![[ ]] {{ }} {{c1:: {{c2::a}} {{c1,2::b::hint}} {{c0::z}} {{c501::z}} :: #tag
    #42 #card/reversed #card/typing #card/cloze #card/basic #card/list #card/choice #card/draft
    #card/typo #Card/Reversed ^pin ^ % %% [^1] [^1]: [!note] \t \u00a0 \u200b \u2028 \ufeff \x85
    <pre> </pre> <?php ?> <!DOCTYPE <![CDATA[ ]]> <details> &#125; &#123; [sound: [sound:a.mp3]
    [latex] [/latex] [$] [/$] [anki:tts [[type:a]] <div>{{c1::a}}</div> |a|b| `|` [[a|b]]
    \ufffd a bc Question? 3.5 e-mail é 日本 العربية 😀 e\u0301 tags: deck: card: draft: true
""".split(" ")
typed = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=5)
pieces = st.sampled_from(
    [*filter(None, SIGNS), " ", "  ", "    ", "\n", "\n\n", "\n## ", "\n***\n"]
)
markdown_like = st.lists(pieces | typed, max_size=40).map("".join)
front_matter = st.sampled_from(
    ["", "---\n---\n", "---\ntags: [a, b]\ncard: reversed\n---\n", "---\n"]
)
texts = st.tuples(front_matter, markdown_like).map("".join) | markdown_like.map("## Q\n\n{}".format)
words = st.text("abcdefghij", min_size=1, max_size=6)
sentences = st.lists(words, min_size=1, max_size=8).map(" ".join)


@cache
def project() -> Project:
    """Give a project whose folder stays empty: its sources are given to the build."""
    folder = Path(mkdtemp(prefix="obverse-"))
    return Project(folder, Settings(name="deck"), folder)


def built(*texts: str, lock: bytes = b"", now: int = NOW, prefix: str = "") -> Built:
    """Build sources a.md, b.md and so on; PREFIX goes before the names."""
    sources = {f"{prefix}{chr(97 + n)}.md": text.encode() for n, text in enumerate(texts)}
    return build(Job(project(), now), sources, lock)


def package(of: Built) -> bytes:
    """Give the bytes of the package."""
    stream = io.BytesIO()
    write(of.collection, of.lock, stream)
    return stream.getvalue()


def guids(of: Built) -> dict[tuple[str, str], str]:
    """Give the guids by question and answer as they are read."""
    return {
        (each.note.front, " ".join(each.note.back.split())): each.after.guid
        for each in of.identity.notes
    }


@given(st.binary(max_size=60) | texts.map(str.encode))
@settings(max_examples=300)
def test_any_bytes_compile_and_findings_stand_within_the_text(raw: bytes) -> None:
    compiled = compile_source(("any.md", raw))
    try:
        lines = decode(raw).split("\n")
    except TextError:
        assert len(compiled.diagnostics) == 1
        return
    for place in (each.place for each in compiled.diagnostics):
        assert 1 <= place.line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1
        assert place.column - 1 + place.length <= len(lines[place.line - 1])


@given(st.lists(texts, min_size=1, max_size=3))
@settings(max_examples=150)
def test_any_text_without_an_error_builds_the_same_bytes_again(some: list[str]) -> None:
    first = built(*some)
    if first.failed:
        return
    bytes_of_first = package(first)
    assert package(built(*some)) == bytes_of_first
    again = built(*some, lock=first.lock, now=LATER)
    assert again.lock == first.lock
    assert package(again) == bytes_of_first


@given(texts)
@settings(max_examples=150)
def test_any_note_that_is_built_has_a_guid_of_its_own_and_the_cards_of_a_note(text: str) -> None:
    of = built(text)
    if of.failed:
        return
    with zipfile.ZipFile(io.BytesIO(package(of))) as archive, closing(connect(archive)) as db:
        notes = db.execute("select guid, flds, id from notes order by id").fetchall()
        cards = db.execute("select nid, id from cards").fetchall()
    assert len({guid for guid, _, _ in notes}) == len(notes) == len(of.deduped.notes)
    assert all(fields.count("\x1f") >= 3 for _, fields, _ in notes)
    assert {note_id for note_id, _ in cards} == {note_id for _, _, note_id in notes}
    assert len({card_id for _, card_id in cards}) == len(cards)
    assert set(read(of.lock.decode()).notes) == {guid for guid, _, _ in notes}
    assert not re.search("[\ufdd0-\ufdd3]", "".join(fields for _, fields, _ in notes))


def connect(archive: zipfile.ZipFile) -> sqlite3.Connection:
    """Give the package's database."""
    db = sqlite3.connect(":memory:")
    db.deserialize(archive.read("collection.anki2"))
    return db


@given(
    st.lists(st.tuples(sentences, sentences), min_size=1, max_size=8, unique_by=lambda c: c[0]),
    st.randoms(),
)
@settings(max_examples=80)
def test_reordered_renamed_and_rewrapped_notes_keep_guids_and_times(
    cards: list[tuple[str, str]], random: object
) -> None:
    def text(cards: list[tuple[str, str]], space: str = " ") -> str:
        return "\n".join(f"## {front}\n\n{back.replace(' ', space)}\n" for front, back in cards)

    before = built(text(cards))
    shuffled = list(cards)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    half = len(shuffled) // 2
    for changed in (
        built(text(shuffled), lock=before.lock, now=LATER),
        built(text(cards), lock=before.lock, now=LATER, prefix="renamed/"),
        built(text(cards, "\n"), lock=before.lock, now=LATER),
        built(text(shuffled[:half]), text(shuffled[half:], "\n"), lock=before.lock, now=LATER),
    ):
        assert guids(changed) == guids(before)
        assert changed.identity.removed == ()


@given(st.lists(texts, min_size=1, max_size=3))
@settings(max_examples=150)
def test_deduping_twice_is_deduping_once(some: list[str]) -> None:
    notes = [note for text in some for note in compile_source(("a.md", text.encode())).notes]
    once = dedupe([*notes, *(note._replace(tags=("more",)) for note in notes)])
    twice = dedupe(once.notes)
    assert twice.notes == once.notes
    assert twice.merges == ()


@given(st.lists(texts, min_size=2, max_size=5))
@settings(max_examples=60)
def test_a_lock_outlives_whatever_becomes_of_the_text(some: list[str]) -> None:
    lock, now = b"", NOW
    for text in some:
        now += 60
        of = built(text, lock=lock, now=now)
        if of.failed:
            continue
        before, after = read(lock.decode()).notes, read(of.lock.decode()).notes
        assert set(before) <= set(after)
        assert {guid for guid, known in after.items() if known.alive} == {
            each.after.guid for each in of.identity.notes
        }
        assert len({known.note_id for known in after.values()}) == len(after)
        assert all(after[guid].modified >= known.modified for guid, known in before.items())
        lock = of.lock
