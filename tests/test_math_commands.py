"""Commands of TeX in the MathJax that Anki ships: what reaches beyond math, and what must work."""

import html
import re
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser

import browser as browsers
from obverse.build import build
from obverse.languages.math_commands import tamed
from obverse.project import project
from obverse.project.job import Job

RUNS: Final = "{javascript:alert(1)}{y}"
LOADS: Final = "background:url(http://evil.test/x)"
ATTACKS: Final = (
    rf"\href{RUNS}",
    r'\mmlToken{mtext}[href="javascript:alert(1)"]{y}',
    rf'\mmlToken{{mtext}}[style="{LOADS}"]{{y}}',
    rf"\style{{{LOADS}}}{{x}}",
    r"\class{evil}{x}",
    r"\cssId{qa}{x}",
    rf"\require{{html}}\href{RUNS}",
    rf"\bbox[{LOADS}]{{x}}",
    rf"\let\b\bbox\b[{LOADS}]{{x}}",
    rf"\let\b=\bbox[yellow]{{x}}\b[{LOADS}]{{x}}",
    rf"\def\m#1{{#1[{LOADS}]{{x}}}}\m\bbox[yellow]{{x}}",
    rf"\def\m#1#2{{\let#1#2}}\m\b\bbox{{x}}\b[{LOADS}]{{x}}",
    rf"\newcommand{{\b}}\bbox[yellow]{{x}}\b[{LOADS}]{{x}}",
    rf"\def\m#1{{\bbox[#1]{{x}}}}\m{{{LOADS}}}",
    rf"\def\m#1{{\bbox[#1b2]{{x}}}}\m{{{LOADS},}}",
    rf"\begin{{empheq}}[box=\bbox[{LOADS}]]{{align}}a\end{{empheq}}",
    rf"\let\h\href \h{RUNS}",
    rf"\hr\hrefef{RUNS}",
    rf"\hr\href ef{RUNS}",
    rf"\text{{$\href{RUNS}$}}",
    rf"\unicode[x;{LOADS}]{{x2603}}",
    rf"\let\u\unicode \u[x;{LOADS}]{{x2603}}",
    rf"\def\m#1{{#1[x;{LOADS}]{{x2603}}}}\m\unicode{{x2603}}",
    rf"\fcolorbox{{red;{LOADS}}}{{blue}}{{x}}",
    rf"\definecolor{{a}}{{named}}{{red;{LOADS}}}\fcolorbox{{a}}{{blue}}{{x}}",
    (
        rf"\def\m#1{{#1{{a}}{{named}}{{red;{LOADS}}}}}\m\definecolor{{a}}{{rgb}}{{1}}"
        r"\fcolorbox{a}{blue}{x}"
    ),
    r"\DeclarePairedDelimiterX{\p}[1]{(}{)}{\delimsizeef{javascript:alert(1)}{#1}}\p[\hr]{x}",
    (
        rf"\DeclarePairedDelimiter{{\p}}{{{{a}}{{named}}{{red;{LOADS}}}}}{{)}}\p[\definecolo]{{x}}"
        r"\fcolorbox{a}{blue}{x}"
    ),
    rf"\verb\x\\href{RUNS}",
    r"\def\v#1{#1\x\\hr}\v\verb|a|",
    rf"\def\m#1{{\verb\x\\hr#1{RUNS}}}\m{{ef}}",
    rf"\let\v\verb\def\m#1{{\v\x\\hr#1{RUNS}}}\m{{ef}}",
    rf"\def\m#1\#2{{#1#2}}\def\k#1{{\m a\\hr#1{RUNS}}}\k{{ef}}",
    rf"\def\m#1\#2{{#1#2}}\def\k{{\m a\\hr}}\k ef{RUNS}",
    rf"\let\d\def\d\m#1\#2{{#1#2}}\def\k#1{{\m a\\hr#1{RUNS}}}\k{{ef}}",
    rf"\def\z#1{{#1\m##1\##2{{##1##2}}}}\z\def\q{{x}}\def\k#1{{\m a\\hr#1{RUNS}}}\k{{ef}}",
    rf"\def\m#1{{\hr#1{RUNS}}}\m{{ef}}",
    rf"\ce{{\hr$$ef{RUNS}}}",
    rf"\csname href\endcsname{RUNS}",
    rf"\enclose{{box}}[style={LOADS},mathbackground=red;{LOADS}]{{x}}",
    rf"\colorbox{{red;{LOADS}}}{{x}}",
    rf"\htmlStyle{{{LOADS}}}{{x}}\htmlId{{qa}}{{x}}\htmlClass{{evil}}{{x}}\htmlData{{evil=1}}{{x}}",
    rf"a \\\href{RUNS}",
)
HONEST: Final = (
    r"\def\R{\mathbb R} x \in \R",
    r"\newcommand{\N}[1]{\mathbb N^{#1}}\N{2}",
    r"\let\eps\varepsilon \eps",
    r"\begin{pmatrix}a & b\\[2pt]c & d\\hr\end{pmatrix}",
    r"\enclose{circle}[mathcolor=red]{x}",
    r"\color{red}{x}\colorbox{yellow}{$x$}\textcolor{blue}{x}",
    r"\ce{H2O + CO2 -> H2CO3}",
    r"\DeclareMathOperator{\argmax}{arg\,max}\argmax_x",
    r"\definecolors \datax \hrefs",
)
KEPT: Final = {
    r"\bbox[5px,yellow]{x}": r"{\bbox[5px,yellow]{x} }",
    r"\bbox[#ff0]{\frac{a}{b}}": r"{\bbox[#ff0]{\frac{a}{b}} }",
    r"\unicode{x2603}": r"{\unicode{x2603} }",
    r"\unicode[.5,.2]{9731}": r"{\unicode[.5,.2]{9731} }",
    r"\fcolorbox{red}{#eee}{x}": r"{\fcolorbox{red}{#eee}{x} }",
    r"\definecolor{a}{rgb}{1, 0, .5}\color{a}": r"{\definecolor{a}{rgb}{1, 0, .5} }\color{a}",
    r"\verb|x y|": r"{\verb|x y| }",
    r"x \def\R{\mathbb R}\R": r"x {\def\R{\mathbb R} }\R",
    r"a \\href": r"a \\ href",
}
# What formulas hold, one list each, but for what MathJax gives all of them.
REACHES: Final = r"""() => [...document.querySelectorAll("#qa > div")].map(div =>
  [...div.querySelectorAll("*")].flatMap(e => [...e.attributes].filter(a =>
    /^(on|id$|src|xlink)/.test(a.name)
    || (a.name === "href" && a.value !== "#")
    || (a.name === "class" && /evil/.test(a.value)) || /evil/.test(a.name)
    || (a.name === "style" && /url|fixed/.test(a.value)))
  .map(a => `${e.tagName} ${a.name}=${a.value}`)))"""
Formulas = Iterable[str]


class Typeset:
    """Formulas in one page, as Anki shows them: a macro of one can be used by the next."""

    def __init__(self, chromium: Browser, folder: Path) -> None:
        self.chromium = chromium
        self.path = folder / "side.html"

    def __call__(self, formulas: Formulas) -> tuple[list[list[str]], list[str], str]:
        """What each formula reaches, the addresses that were asked for, and the text."""
        page = self.chromium.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.route(re.compile("^https?:"), lambda route: route.abort())
        side = "".join(rf"<div>\({html.escape(tex)}\)</div>" for tex in formulas)
        self.path.write_text(browsers.page(side, night=False), encoding="utf-8")
        page.goto(self.path.as_uri())
        page.evaluate(browsers.TYPESET)
        reached = page.evaluate(REACHES)
        text = page.inner_text("#qa")
        page.close()
        return reached, [each for each in asked if each.startswith("http")], text


@pytest.fixture(scope="module")
def typeset(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Typeset]:
    with browsers.browser() as found:
        yield Typeset(found, tmp_path_factory.mktemp("page"))


def fields(folder: Path, text: str) -> list[str]:
    """The fields of the notes of a source."""
    (folder / "a.md").write_text(text, encoding="utf-8")
    the_project = project.find(folder)
    built = build(Job(the_project, 1_700_000_000), the_project.read(), b"")
    return [field for note in built.collection.notes for field in note.fields]


def test_no_command_reaches_beyond_math(typeset: Typeset) -> None:
    reached, asked, _ = typeset([tamed(tex)[0] for tex in ATTACKS])
    assert [(tex, found) for tex, found in zip(ATTACKS, reached, strict=True) if found] == []
    assert asked == []


def test_most_attacks_would_reach_something(typeset: Typeset) -> None:
    reached, asked, _ = typeset(ATTACKS)
    assert sum(map(bool, reached)) > 30  # others fail in this MathJax
    assert asked


@pytest.mark.parametrize("tex", HONEST)
def test_honest_math_stays_as_it_is(tex: str) -> None:
    assert tamed(tex) == (tex, [])


@pytest.mark.parametrize("tex", KEPT)
def test_a_checked_form_is_kept_in_braces(tex: str) -> None:
    assert tamed(tex) == (KEPT[tex], [])


def test_macros_go_on_working(typeset: Typeset) -> None:
    macros = (
        r"\def\R{\mathbb R}\R",
        r"x\def\Q{\mathbb Q}\Q",
        r"\newcommand\N{\mathbb N}\N",
        r"\def\pair#1#2{(#1,#2)}\pair ab",
    )
    assert "\\" not in typeset([tamed(tex)[0] for tex in macros])[2]


@pytest.mark.parametrize(
    "text",
    [
        r"$\hr{{c1::ef}}{javascript:alert(1)}{y}$",
        r"${{c1::\hr}}ef{javascript:alert(1)}{y}$",
        r"${{c1::\hr:: hint}}ef{javascript:alert(1)}{y}$",
        r"$\hr{{c1::{{c2::ef}}}}{javascript:alert(1)}{y}$",
        r"$\{{c1::href}}{javascript:alert(1)}{y}$",
    ],
)
def test_a_deletion_makes_no_command(text: str, tmp_path: Path) -> None:
    shown = [
        re.sub(r"\{\{c\d::|::[^:}]*(?=\}\})|\}\}", "", field)
        for field in fields(tmp_path, f"## A\n\n{text}\n\n#card/cloze\n")
    ]
    assert any("javascript" in each for each in shown)
    assert not any(r"\href" in each for each in shown)


@pytest.mark.parametrize(
    "piece",
    [r"\bbox[a]{", r"\def\a", "\\", r"\bbox[#ffffff", r"\bbox[#fff" * 9, r"\verb|a", r"\href", "{"],
)
def test_commands_without_an_end_take_linear_time(piece: str) -> None:
    small, large = (min(cpu(piece * times) for _ in range(5)) for times in (10_000, 20_000))
    assert large < 3.4 * small + 0.05  # a step that is quadratic takes four times as long


def cpu(tex: str) -> float:
    """The seconds of processor time that a formula takes."""
    start = time.process_time()
    tamed(tex)
    return time.process_time() - start
