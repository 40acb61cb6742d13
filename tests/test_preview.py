"""The preview: its page in a browser, its cards as in Anki, and who may ask it for what."""

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, expect

import browser as browsers
from obverse.check.review import Wanted
from obverse.errors import ObverseError
from obverse.live.live_project import Asking, LiveProject
from obverse.preview import own_files
from obverse.preview import shown_project as showing
from obverse.preview.cloze_html import cloze_html
from obverse.preview.editor import editor_command
from obverse.preview.template_html import TYPED, card_html
from obverse.project.project import find
from previews import CARDS, Serving, opened, serving
from projects import PICTURE, RICH, write
from shell import REACHED_BY_CTRL_C, run
from shown_cards import shown

SVG: Final = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>'


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Serving]:
    write(tmp_path, {"a.md": CARDS, "b.md": "## Vector?\n\n![v](s.svg)\n"})
    write(tmp_path, {"pics/a.png": PICTURE, "secret.png": PICTURE, "s.svg": SVG})
    with serving(tmp_path, "true {path} {line}") as found:
        yield found


# Cards as Anki renders them


def plain(side: str) -> str:
    """A side without what only one of the two writes."""
    side = re.sub(r' data-(cloze|ordinal)="[^"]*"', "", side)
    side = re.sub(r"\[anki:play:[qa]:\d+\]|<a class=\"replay-button.*?</a>", "(sound)", side)
    return re.sub(rf'\[\[type:.*?\]\]|<span id="{TYPED}"></span>', "(typed)", side)


MORE: Final = """
## Nested {{c1::outer {{c2::inner}} text::hint}}

And $\\frac{a}{ {{c1::b}} }$.

## Sound

![a](a.mp3)

## Both ways

Back of it.

#card/reversed
"""


def test_sides_are_those_that_anki_renders(tmp_path: Path) -> None:
    text, files = RICH + MORE, {"pics/a.png": PICTURE, "a.mp3": b"ID3 a sound"}
    theirs = shown(tmp_path, text, files)
    live = LiveProject(
        Asking(lambda: find(tmp_path / "project"), lambda: 1_800_000_000, lambda _: Wanted())
    )
    live.look()
    assert live.snapshot
    collection = live.snapshot.built.collection
    ours = [
        card_html(note, collection.note_types[note.note_type], ordinal)
        for note in collection.notes
        for ordinal in note.cards
    ]
    wanted = sorted((plain(card.question), plain(card.answer)) for card in theirs)
    assert sorted((plain(card.question), plain(card.answer)) for card in ours) == wanted
    assert {card.css for card in ours} == {card.css for card in theirs}
    assert [card.typed for card in ours if card.typed] == ["exactly this"]


@pytest.mark.parametrize(
    ("field", "question", "answer"),
    [
        ("a {{c1::b}} c", "a [...] c", "a b c"),
        ("{{c1::b::h}} {{c2::d::e}}", "[h] d", "b d"),
        ("{{c1,2::b}}", "[...]", "b"),
        ("{{c1::b", "{{c1::b", "{{c1::b"),
        ("b}} {{c1::a}}", "b}} [...]", "b}} a"),
        ("{{c2::x {{c1::y}} z}}", "x [...] z", "x y z"),
    ],
)
def test_deletions_are_hidden_and_shown(field: str, question: str, answer: str) -> None:
    for is_answer, wanted in ((False, question), (True, answer)):
        assert re.sub("<[^>]*>", "", cloze_html(field, 1, is_answer=is_answer)) == wanted


# Who may ask for what


def test_only_this_machine_can_connect(served: Serving) -> None:
    assert served.server.server_address[0] == "127.0.0.1"


@pytest.mark.parametrize(
    "path", ["/", "/frame/", "/api/project", "/events", "/own/page.js", "/rules/long-list"]
)
@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "127.0.0.1:1"])
def test_a_host_that_is_not_ours_is_refused(served: Serving, path: str, host: str) -> None:
    answer = served.ask(path, Host=host)
    assert answer.status == 403
    assert b"token" not in answer.raw
    assert served.server.address.token.encode() not in answer.raw


def test_a_forwarded_host_has_to_be_allowed(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": CARDS})
    with serving(tmp_path, hosts=("box.example:9000",)) as found:
        assert found.ask("/", Host="box.example:9000").status == 200
        assert found.ask("/", Host="box.example").status == 403


def test_nothing_but_fonts_may_be_read_across_origins(served: Serving) -> None:
    paths = ["/", "/frame/", "/api/project", "/own/page.js", "/mathjax/tex-chtml-full.js"]
    fonts = [name for name in own_files.mathjax_files() if name.endswith(".woff")]
    for path in (*paths, *(f"/mathjax/{name}" for name in fonts)):
        answer = served.ask(path, Origin="https://evil.example")
        assert answer.status == 200
        wanted = "*" if path.endswith(".woff") else None
        assert answer.headers.get("Access-Control-Allow-Origin") == wanted
    assert fonts


WRITES: Final = [
    ("no token", {"Origin": "OURS", "X_Obverse_Token": ""}),
    ("another token", {"Origin": "OURS", "X_Obverse_Token": "x" * 32}),
    ("no origin", {"X_Obverse_Token": "TOKEN"}),
    ("another origin", {"Origin": "https://evil.example", "X_Obverse_Token": "TOKEN"}),
    ("the origin of a frame", {"Origin": "null", "X_Obverse_Token": "TOKEN"}),
    ("another host", {"Origin": "OURS", "X_Obverse_Token": "TOKEN", "Host": "evil.example"}),
    ("a token that is not ASCII", {"Origin": "OURS", "X_Obverse_Token": "é"}),
]


@pytest.mark.parametrize(("name", "headers"), WRITES, ids=[name for name, _ in WRITES])
def test_a_write_needs_our_origin_and_the_token(
    served: Serving, monkeypatch: pytest.MonkeyPatch, name: str, headers: dict[str, str]
) -> None:
    opened: list[list[str]] = []
    monkeypatch.setattr(showing, "open_editor", opened.append)
    words = {"OURS": served.url.rstrip("/"), "TOKEN": served.server.address.token}
    body = json.dumps({"path": "a.md", "line": 1})
    given = {key: words.get(value, value) for key, value in headers.items()}
    assert served.ask("/open", "POST", body, **given).status == 403, name
    assert not opened
    right = {"Origin": words["OURS"], "X_Obverse_Token": words["TOKEN"]}
    assert served.ask("/open", "POST", body, **right).status == 200
    assert opened == [["true", str((served.folder / "a.md").resolve()), "1"]]
    for wrong in ({"path": "../x", "line": 1}, {"path": "secret.png", "line": 1}):
        assert served.ask("/open", "POST", json.dumps(wrong), **right).status == 409
    assert served.ask("/open", "POST", "[", **right).status == 400
    assert len(opened) == 1


def test_media_are_found_by_name_alone(served: Serving) -> None:
    live = served.shown._live.snapshot  # noqa: SLF001  # what is served
    assert live
    (picture, vector) = sorted(live.built.collection.media, key=lambda name: name[-3:])
    answer = served.ask(f"/frame/{picture}")
    assert answer.raw == PICTURE
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in served.ask(f"/frame/{vector}").headers["Content-Security-Policy"]
    refused = ("secret.png", "pics/a.png", "../a.md", "%2e%2e%2fa.md", "..%2fsecret.png", "a.md")
    for path in (*refused, str(served.folder / "secret.png"), "/etc/passwd"):
        assert served.ask(f"/frame/{path}").status == 404, path
    for path in ("/own/../server.py", "/own/..%2fserver.py", "/mathjax/..%2f..%2fsetup.py", "/x"):
        assert served.ask(path).status == 404, path


def test_each_page_has_a_policy(served: Serving) -> None:
    page = served.ask("/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in page
    assert "unsafe" not in page
    frame = served.ask("/frame/").headers["Content-Security-Policy"]
    assert "sandbox allow-scripts;" in frame
    assert "allow-same-origin" not in frame
    assert "connect-src" not in frame
    assert b'sandbox="allow-scripts"' in served.ask("/").raw


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("vscode", ["code", "--goto", "/a b/c.md:7"]),
        ("vi +{line} {path}", ["vi", "+7", "/a b/c.md"]),
        ("sh -c 'x {path}'", ["sh", "-c", "x /a b/c.md"]),
    ],
)
def test_an_editor_is_started_without_a_shell(written: str, words: list[str]) -> None:
    assert editor_command(written, Path("/a b/c.md"), 7) == words


def test_an_editor_that_is_not_known_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ObverseError, match="there is no editor `nano`"):
        editor_command("nano", tmp_path, 1)
    done = run(write(tmp_path, {"a.md": CARDS}), "preview", "--editor", "nano")
    assert (done.status, "there is no editor `nano`" in done.err) == (2, True)


def test_a_port_that_is_taken_is_said(served: Serving) -> None:
    done = run(served.folder, "preview", "--port", str(served.server.address.port))
    assert done.status == 2
    assert "`--port 0` takes a free one" in done.err


# The page


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browsers.browser() as found:
        yield found


def test_a_save_is_on_the_page_and_the_frame_stays(served: Serving, chromium: Browser) -> None:
    page, frame = opened(served, chromium)
    frame.locator("html").evaluate("element => { element.dataset.mine = 'stays' }")
    page.keyboard.press(" ")
    expect(frame.locator("#qa")).to_contain_text("It is the first text.")
    text = CARDS.replace("the first text", "another text")
    served.save("a.md", text)
    expect(frame.locator("#qa")).to_contain_text("It is another text.")
    # What is edited elsewhere is gone to, unless one does not want it.
    text = text.replace("a circle", "a large circle")
    served.save("a.md", text)
    expect(frame.locator("#qa")).to_contain_text("a large circle")
    page.uncheck("#follow")
    served.save("a.md", text.replace("Spell it", "Spell that"))
    expect(page.locator("#cards")).to_contain_text("Spell that")
    expect(frame.locator("#qa")).to_contain_text("a large circle")
    assert frame.locator("html").get_attribute("data-mine") == "stays"
    page.close()


def test_math_choices_typing_pictures_and_clients(served: Serving, chromium: Browser) -> None:
    page, frame = opened(served, chromium)
    rows = page.locator("#cards button")
    rows.nth(1).click()
    page.click("#flip")
    expect(frame.locator("mjx-container")).to_have_count(1)
    rows.nth(2).click()
    frame.locator(".options li", has_text="a tenancy").click()
    page.click("#flip")
    expect(frame.locator(".options li.chosen:visible")).to_have_count(1)
    rows.nth(3).click()
    frame.locator("#typeans").fill("ab inito")
    frame.locator("#typeans").press("Enter")
    expect(frame.locator("#typeans .typeMissed")).to_have_text("i")
    rows.nth(4).click()
    page.click("#flip")
    frame.locator("img").wait_for()
    assert frame.locator("img").evaluate("image => image.naturalWidth") == 1
    for client, night, wanted in (
        ("ankidroid", True, "rgb(48, 48, 48)"),
        ("ankimobile", True, "rgb(0, 0, 0)"),
        ("desktop", True, "rgb(44, 44, 44)"),
        ("desktop", False, "rgb(245, 245, 245)"),
    ):
        page.select_option("#client", client)
        page.set_checked("#night", night)
        expect(frame.locator("body")).to_have_css("background-color", wanted)
    page.close()


def test_the_list_is_searched_by_key_and_filtered(served: Serving, chromium: Browser) -> None:
    page, frame = opened(served, chromium)
    page.keyboard.press("j")
    expect(frame.locator("#qa")).to_contain_text("area of a circle")
    page.keyboard.press("k")
    expect(frame.locator("#qa")).to_contain_text("second schedule")
    page.select_option("#by-rule", "yes-no-question")
    expect(page.locator("#cards li")).to_have_count(1)
    page.locator("#cards button").click()
    expect(page.locator("#findings")).to_contain_text("[yes-no-question]")
    expect(page.locator("#badges")).to_have_text("new")
    page.select_option("#by-rule", "")
    page.keyboard.press("Escape")
    page.fill("#search", "circle")
    expect(page.locator("#cards li")).to_have_count(1)
    page.close()


def test_a_card_reaches_neither_the_page_nor_the_server(served: Serving, chromium: Browser) -> None:
    page, frame = opened(served, chromium)
    element = page.query_selector("#frame")
    assert element
    inner = element.content_frame()
    assert inner
    tried = """async () => {
      const tries = {
        page: () => parent.document.title,
        storage: () => Object.getPrototypeOf(sessionStorage) === Storage.prototype && "real",
        api: async () => (await fetch("/api/project")).status,
        away: async () => (await fetch("https://example.com/")).status,
      };
      const got = {};
      for (const [name, tried] of Object.entries(tries)) {
        try { got[name] = await tried(); } catch (error) { got[name] = "refused"; }
      }
      return got;
    }"""
    got = inner.evaluate(tried)
    assert got == {"page": "refused", "storage": False, "api": "refused", "away": "refused"}
    # A message that is not the page's changes nothing.
    inner.evaluate("window.postMessage({kind: 'show', html: 'mine', css: ''}, '*')")
    page.evaluate("window.postMessage({kind: 'key', key: ' '}, '*')")
    time.sleep(0.3)
    expect(frame.locator("#qa")).to_contain_text("second schedule")
    expect(page.locator("#flip")).to_have_text("Show answer")
    page.close()


def test_without_mathjax_the_page_says_so(
    served: Serving, chromium: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("obverse.preview.server.mathjax_files", dict)
    monkeypatch.setattr("obverse.preview.shown_project.mathjax_files", dict)
    served.save("b.md", "## Vector of what?\n\n![v](s.svg)\n")
    page, _ = opened(served, chromium)
    page.locator("#cards button").nth(1).click()
    page.click("#flip")
    expect(page.locator("#trouble")).to_contain_text("pip install 'obverse[preview]'")
    page.close()


def test_what_a_reader_hears_has_names(served: Serving, chromium: Browser) -> None:
    page, _ = opened(served, chromium)
    unnamed = page.evaluate("""() => [...document.querySelectorAll("button, input, select, iframe")]
      .filter((each) => !each.hidden && !(each.textContent.trim() || each.title
        || each.getAttribute("aria-label") || (each.labels && each.labels.length)))
      .map((each) => each.id)""")
    assert unnamed == []
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wider <= 0, width
    page.close()


# The command


def test_ctrl_c_with_an_open_page_ends_it(tmp_path: Path, chromium: Browser) -> None:
    write(tmp_path, {"a.md": CARDS, "pics/a.png": PICTURE})
    words = [*REACHED_BY_CTRL_C, sys.executable, "-u", "-m", "obverse", "preview", "--port", "0"]
    process = subprocess.Popen(words, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        assert process.stdout
        found = re.search(rb"http://127\.0\.0\.1:\d+/", process.stdout.readline())
        assert found
        page = chromium.new_page()
        page.goto(found[0].decode())
        frame = page.frame_locator("#frame")
        expect(frame.locator("#qa")).to_contain_text("second schedule")
        text = CARDS.replace("second schedule", "third schedule")
        (tmp_path / "a.md").write_text(text, encoding="utf-8")
        expect(frame.locator("#qa")).to_contain_text("third schedule", timeout=20_000)
        assert not (tmp_path / "build").exists()
        assert not (tmp_path / "obverse.lock").exists()
        started = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)
        assert time.monotonic() - started < 2
        assert said == b"stopped\n"
        expect(page.locator("#state")).to_have_text("the preview has stopped")
        page.close()
    finally:
        process.kill()
        process.wait()
