"""Deletions of an imported note stay deletions, wherever they are in its HTML."""

from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obverse.cards import from_html
from obverse.cards.cards import WrittenCard, WrittenDeck
from obverse.cards.unparse import unparse
from obverse.compile.compile_source import compile_source
from obverse.languages import cloze
from obverse.note_types import NoteType, Template
from obverse.values.diagnostic import Severity

_SIDE: Final = "{{cloze:Text}}{{Extra}}"
TYPE: Final = NoteType(
    "cloze",
    "Cloze",
    8,
    is_cloze=True,
    fields=(("Text", 1), ("Extra", 2)),
    templates=(Template("Cloze", 11, _SIDE, _SIDE),),
    css="",
    modified=1,
)
KEPT: Final = (
    r"{{c1::f\(x\)}}: {{c2::\(y\)z}}",
    r"med\(\lambda\) {{c1::a\(x\)b}} {{c3::2\(b\)3}} {{c2::é\(b\)}}",
    r"{{c1::\(\frac{1}{2} \)}} {{c2::\[x^2\]}}",
    "{{c1,2::both}} and {{c2::b}}",
    "<div style='color:red'>{{c1,2::both}}</div>{{c3::x}}",
    '<h2>T</h2>a {{c2::b}}<div style="text-align:center">S {{c1::cort}}</div>',
    "{{c1::<ul><li>a</li></ul>}}",
    "{{c1::<div>x</div>}} and {{c2::<p>y</p>}}",
    "{{c1::<pre>x</pre>}}",
    "{{c1::<table><tr><td>x</td></tr></table>}}",
    "{{c1::<blockquote>x</blockquote>}}",
    "{{c1::<br>a}}",
    "{{c1::a<br><br>b}}",
    "{{c1::a<hr>b}}",
    "<table><tr><td style='color:red'>{{c1::a::h}}</td><td>{{c2::b}}</td></tr></table>",
    "<ul><li>{{c1::a}}</li><li>b {{c2::c<br>d}}</li></ul>",
    "<pre>{{c1::x}}</pre> <code>{{c2::y}}</code>",
    "<details><summary>{{c1::a}}</summary>{{c2::b}}</details>",
    "{{c1::a {{c2::b}} c}}",
    "<span style='color:red'>{{c1::a</span>b}}",
    r"\({{c1::x}}\)",
)


def rendered(field: str) -> tuple[frozenset[int], bool]:
    """The numbers of the deletions after import and build, and whether the card is a draft."""
    front = from_html.question(field, is_cloze=True, depth=4).text
    text = unparse(WrittenDeck((WrittenCard(front, ""),), note_type="cloze"))
    made = compile_source(("a.md", text.encode()), note_types={"cloze": TYPE})
    stops = any(each.severity is Severity.ERROR for each in made.diagnostics)
    if stops or len(made.notes) != 1:
        return frozenset(), True
    return cloze.numbers(made.notes[0].fields[0]), False


@pytest.mark.parametrize("field", KEPT)
def test_a_deletion_stays_one(field: str) -> None:
    assert rendered(field) == (cloze.numbers(field), False)


def _wrapped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    around = st.sampled_from(
        (
            *("<b>{}</b>", "<i>{}</i>", "<div>{}</div>", "<p>{}</p>", "{}<br>", "<hr>{}"),
            *("<div style='text-align:center'>{}</div>", "<span style='color:red'>{}</span>"),
            *("<ul><li>{}</li></ul>", "<ol><li>x</li><li>{}</li></ol>", "<h2>{}</h2>"),
            *("<table><tr><td>{}</td></tr></table>", "<blockquote>{}</blockquote>"),
            *("<code>{}</code>", "<pre>{}</pre>", "<u>{}</u>", "{} \\(x_1\\)", "a\\(y\\){}"),
        )
    )
    opening = st.sampled_from(("{{c1::", "{{c2::", "{{c3,4::"))
    closing = st.sampled_from(("}}", "::hint}}"))
    return st.one_of(
        st.builds(lambda tag, text: tag.replace("{}", text), around, inner),
        st.builds(lambda start, text, end: start + text + end, opening, inner, closing),
        st.builds(lambda one, other: f"{one} {other}", inner, inner),
    )


FIELDS: Final = st.recursive(st.sampled_from(("a", "two words", "x")), _wrapped, max_leaves=6)


@given(FIELDS)
@settings(max_examples=300, deadline=None)
def test_no_deletion_is_lost_in_silence(field: str) -> None:
    numbers, is_draft = rendered(field)
    assert is_draft or numbers == cloze.numbers(field)
