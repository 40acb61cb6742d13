"""Plain front matter is read without PyYAML, and means what it means to PyYAML."""

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obverse.compile.parse import parse
from obverse.errors import TextError
from obverse.languages.front_matter import FrontMatter, by_yaml, extent, read, read_plain
from obverse.languages.front_matter.kept import kept
from obverse.values.source import Source

PLAIN: Final = (
    "",
    "tags:\n  - bench\n  - area-000\n",
    "tags:\n- a/b\n- Été 2024\n\ndeck: Client care: the basics".replace(": the", "::the"),
    "deck:\ncard: reversed\nnote-type:   term\ndraft: no\ntitle: What's new & old (2)",
    "draft: True\naliases:\n    - one, two\n    - no\ncreated: 2024-05-01\nurl: https://a.b/c",
    "deck:\ncard:\nother: one\nother: two   words",
)
WITH_MORE: Final = (
    *("tags: [a, b]", "tags: one", "tag: one", "deck: 'quoted'", 'deck: "quoted"', "deck: a: b"),
    *("deck: a # b", "deck: a\n  b", "deck: |\n  a", "tags:\n  - a\n - b", "tags:\n  - a\n   - b"),
    *("tags:\n  - #a", "tags:\n  - a: b", "tags:\n  - - a", "- a", "deck:\n  - a", "draft: maybe"),
    *(
        "draft:\n  - yes",
        "a b: c",
        "a:b",
        "deck: a:",
        "deck: a\n  - b",
        "  deck: a",
        "deck: a ",
        "x",
    ),
    *("tags:\t- a", "deck: *a", "deck: &a b", "deck: !t b", "? a", "...", "%YAML 1.2", "a: {b: c}"),
)
WORDS: Final = st.sampled_from(
    "a B9 no True 2024 0x1f 1e3 ~ null Été 漢字 \u0301 \xa0 \x85 \u2028 \ufeff _ . , ' & ( ) + / : "
    ':: - -- --- # " [ ] { } * ! | > % @ ` ? = << \t \x07 \ufdd0 \x00 \U0001f600'.split(" ")
)
TEXTS: Final = st.builds(
    str.join, st.sampled_from(["", "", " ", "  "]), st.lists(WORDS, min_size=1, max_size=4)
)
KEYS: Final = st.sampled_from("tags deck card note-type draft tag title a b-2".split()) | TEXTS
LINES: Final = st.one_of(
    st.just(""),
    st.builds("{}:".format, KEYS),
    st.builds("{}:{}{}".format, KEYS, st.sampled_from([" ", "  ", ""]), TEXTS),
    st.builds("{}-{}{}".format, st.sampled_from(["", " ", "  "]), st.sampled_from(" \t"), TEXTS),
    TEXTS,
)


def by_both(block: str) -> tuple[FrontMatter | None, FrontMatter | str]:
    """Read a block the plain way, and by PyYAML, where it is wrong with what is wrong."""
    try:
        return read_plain(block), by_yaml.read(block)
    except TextError as fault:
        return read_plain(block), str(fault)


@given(st.lists(LINES, max_size=7).map("\n".join))
def test_what_is_read_without_yaml_is_what_yaml_reads(block: str) -> None:
    found, wanted = by_both(block)
    assert found is None or found == wanted


@given(
    st.lists(
        st.tuples(
            st.sampled_from("tags aliases title deck draft".split()),
            st.lists(st.text("aé9 -:/,'&", min_size=1, max_size=6).map("b{}c".format), max_size=3),
        ),
        max_size=4,
    )
)
def test_lists_and_texts_of_words_mean_the_same(keys: list[tuple[str, list[str]]]) -> None:
    lines = []
    for key, values in keys:
        if len(values) == 1 and key != "tags":
            lines.append(f"{key}: {values[0]}")
        else:
            lines += [f"{key}:", *(f"  - {each}" for each in values)]
    found, wanted = by_both("\n".join(lines))
    assert found is None or found == wanted


@pytest.mark.parametrize("block", PLAIN)
def test_plain_front_matter_takes_no_yaml(block: str) -> None:
    found, wanted = by_both(block)
    assert found == wanted


@pytest.mark.parametrize("block", WITH_MORE)
def test_what_says_more_is_left_to_yaml(block: str) -> None:
    assert read_plain(block) is None


def test_a_long_line_takes_no_longer_than_it_is() -> None:
    assert read_plain(f"deck: {'a' * 200_000}:") is None
    assert read_plain(f"deck: {'a:' * 100_000} ") is None


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", 0),
        ("## A\n", 0),
        ("---", 0),
        ("---\ntext", 0),
        ("--- \n---\t\ntext", 2),
        ("---\n\n---\n", 3),
        ("---\na: b\n---\n---\n", 3),
        (" ---\n---\n", 0),
        ("----\n---\n", 0),
        ("---\n ---\n----\n---", 4),
    ],
)
def test_front_matter_ends_at_the_first_line_that_can_end_it(text: str, lines: int) -> None:
    assert extent(text.split("\n")) == lines
    assert lines in (0, 4) or read(text).lines == lines


@given(st.lists(LINES, max_size=6).map("\n".join))
def test_front_matter_that_is_read_takes_the_lines_it_has(block: str) -> None:
    text = f"---\n{block}\n---\n\n## A\n"
    try:
        front = read(text)
    except TextError:
        return
    assert front.lines == extent(text.split("\n")) > 1


@pytest.mark.parametrize(
    ("block", "others"),
    [
        (
            "tags:\n  - a\ndeck: D\nauthor: me\nlist:\n  - x\ndraft: no",
            "author: me|list:|  - x|draft: no",
        ),
        ("tags: astronomy, orbits\ndeck: D", "tags: astronomy, orbits"),
        ("tag: a\ncard: basic", "tag: a"),
        ("# a comment\nnote-type: N", "# a comment"),
        ("tags: [a, [b, c], {d: e}]\ndeck: D", "tags: [a, [b, c], {d: e}]"),
        ("tags:\n  - a\n  - [b]\nx: y", "tags:|  - a|  - [b]|x: y"),
        ("tags: &all\n  - a\nothers: *all", "tags: &all|  - a|others: *all"),
        ("deck: A\ndeck: B\ncard: basic", "deck: A|deck: B"),
        ("deck:\ntags: []\ndraft: false", "deck:|tags: []|draft: false"),
        ("tags: # of all\n# a\n- a\n  # b\n- 'c # d' # e\ndeck: D#", "# of all|# a|# b|# e"),
        ("{tags: [a], x: y}", "{tags: [a], x: y}"),
        (" tags: [a]\n x: y", " tags: [a]| x: y"),
        ("? tags\n: [a]\nx: y", "? tags|: [a]|x: y"),
        ("'tags': [a]\n\"deck\" : D\nx: y", "x: y"),
    ],
)
def test_the_lines_that_are_not_read_are_the_authors_own(block: str, others: str) -> None:
    text = f"---\n{block}\n---\n"
    assert kept(text.split("\n"), read(text)).lines == tuple(others.split("|"))


@pytest.mark.parametrize(
    ("block", "help_"),
    [
        ("tags:[a]", "a space is missing after the colon: write `tags: [a]`"),
        ("tags:\u00a0[a]", "after the colon is not a plain space: write `tags: [a]`"),
        ("tags = [a]", "after a key comes a colon: write `tags: [a]`"),
        ("tags:\n-a", "a space is missing after the `-`: write `- a`"),
        ("tags: [@a, b]", "write `tags: ['@a', b]`"),
        ("\n## One?\n\nA.\n", "delete it if it is only a rule"),
    ],
)
def test_what_is_no_front_matter_is_said_with_what_to_write(block: str, help_: str) -> None:
    with pytest.raises(TextError) as raised:
        read(f"---\n{block}\n---\n")
    assert help_ in (raised.value.hint or "")


@pytest.mark.parametrize(
    ("line", "rule", "help_"),
    [
        ("deck: C #sharp", "frontmatter-comment", "write `deck: 'C #sharp'`"),
        ("tags:\n  - a #b", "frontmatter-comment", "write `- 'a #b'`"),
        ("tasg: [a]", "frontmatter-misspelt-key", "write `tags:`"),
        ("dekc: x", "frontmatter-misspelt-key", "write `deck:`"),
        ("decks: x", "frontmatter-misspelt-key", "write `deck:`"),
        ("notetype: x", "frontmatter-misspelt-key", "write `note-type:`"),
    ],
)
def test_what_is_not_read_is_said(line: str, rule: str, help_: str) -> None:
    (fault,) = read(f"---\n{line}\n---\n").findings
    assert (fault.rule, help_ in fault.hint) == (rule, True)


@pytest.mark.parametrize("line", ["deck: C# # my deck", "tags: [a] # two", "deck: a#b", "date: x"])
def test_a_comment_with_a_space_is_a_comment(line: str) -> None:
    assert read(f"---\n{line}\n---\n").findings == ()


@pytest.mark.parametrize(
    "text",
    [
        "\n\n---\ntags:\n  - a\ndeck: X\n---\n",
        "+++\ntags = ['a']\n+++\n",
        "+++\ntags=['a']\n+++\n",
        ';;;\n{"tags": ["a"]}\n;;;\n',
        '{\n  "deck" : "X",\n}\n',
        "tags: a\ndeck: X\n",
        "<!-- mine -->\n\nnote-type: law\n",
        "---\nbreaks: true\n---\n\n# D\n\nTags: a\n",
    ],
)
def test_a_key_below_the_first_line_is_found(text: str) -> None:
    found = parse(Source("a.md", f"{text}\n## One?\n\nA.\n")).diagnostics
    assert {each.rule for each in found} == {"unread-metadata"}


@pytest.mark.parametrize("above", ["\n", "\u200b", "<!-- x -->\n", "  "])
def test_front_matter_that_became_a_heading_is_found(above: str) -> None:
    found = parse(Source("a.md", f"{above}---\ntags: [a]\n---\n\n## One?\n\nA.\n")).diagnostics
    (heading,) = (each for each in found if each.rule == "setext-heading")
    assert "the first line" in (heading.hint or "")


@pytest.mark.parametrize("prose", ["The deck: a floor.", "```yaml\ntags: a\n```", "Deck of cards"])
def test_what_is_no_key_is_prose(prose: str) -> None:
    assert parse(Source("a.md", f"{prose}\n\n## One?\n\nA.\n")).diagnostics == ()
