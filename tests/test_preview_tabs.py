"""The preview in several tabs: one connection for all of them, and what each is told."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, expect

import browser as browsers
from obverse.preview.events import Events
from previews import ASKED, CARDS, Serving, opened, serving
from projects import write

TABS: Final = 8  # more than the six connections that a browser gives an address
OTHER: Final = "## Which of the two is another source?\n\nThis one.\n"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browsers.browser() as found:
        yield found


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Serving]:
    write(tmp_path, {"a.md": CARDS, "b.md": OTHER})
    with serving(tmp_path) as found:
        yield found


def listening(served: Serving) -> int:
    """How many connections are open, once those of pages that are closed were noticed."""
    end = time.monotonic() + 15
    while served.shown.events.listening > 1 and time.monotonic() < end:
        served.shown.events.tell("beat", {})
        time.sleep(0.1)
    return served.shown.events.listening


def test_all_tabs_share_one_connection(served: Serving, chromium: Browser) -> None:
    context = chromium.new_context()
    tabs = [opened(served, context) for _ in range(TABS)]
    assert served.shown.events.listening == 1
    served.save("a.md", CARDS.replace("second schedule", "third schedule"))
    for _, frame in tabs:
        expect(frame.locator("#qa")).to_contain_text("third schedule")
    # It is no tab's own: it stays when the one that opened it is closed.
    tabs.pop(0)[0].close()
    served.save("a.md", CARDS.replace("second schedule", "fourth schedule"))
    for _, frame in tabs:
        expect(frame.locator("#qa")).to_contain_text("fourth schedule")
    assert listening(served) == 1
    context.close()


def test_without_shared_workers_a_tab_listens_itself(served: Serving, chromium: Browser) -> None:
    context = chromium.new_context()
    context.add_init_script("delete globalThis.SharedWorker")
    tabs = [opened(served, context) for _ in range(2)]
    assert served.shown.events.listening == 2
    served.save("a.md", CARDS.replace("second schedule", "third schedule"))
    for _, frame in tabs:
        expect(frame.locator("#qa")).to_contain_text("third schedule")
    context.close()


def test_a_page_of_an_earlier_run_is_loaded_again(served: Serving, chromium: Browser) -> None:
    page, frame = opened(served, chromium)
    page.evaluate("window.mine = true")
    served.shown.events.run = "another"
    # The connection breaks as when the preview is stopped; the browser makes another one.
    served.shown.events._queues.clear()  # noqa: SLF001  # as if the process had ended
    expect(page.locator("meta[name=obverse-run]")).to_have_attribute(
        "content", "another", timeout=20_000
    )
    expect(frame.locator("#qa")).to_contain_text("second schedule")
    assert page.evaluate("window.mine") is None
    page.close()


# What is told


def told(served: Serving, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What is told from now on."""
    heard: list[dict[str, Any]] = []
    monkeypatch.setattr(served.shown.events, "tell", lambda _, values: heard.append(values))
    return heard


def test_a_change_tells_only_the_sources_that_changed(
    served: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = told(served, monkeypatch)
    served.save("b.md", OTHER.replace("This one", "That one"))
    first, second = heard
    assert [first["version"], second["version"]] == [2, 3]
    assert [*first["rows"]] == ["b.md"]
    # Its words are the same, and so is what is found: nothing is told twice.
    assert [second["rows"], second["order"], second["changed"]] == [{}, None, []]
    (card,) = first["cards"]
    assert "That one" in card["answer"]
    served.save("c.md", ASKED + "It is in a third source.\n")
    (new,) = heard[2:]
    assert new["order"] == ["a.md", "b.md", "c.md"]
    (served.folder / "b.md").unlink()
    served.shown.turn()
    assert heard[3]["order"] == ["a.md", "c.md"]


def test_an_edit_that_is_undone_before_the_look_is_not_shown(
    served: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = served.shown.project_values()
    heard = told(served, monkeypatch)
    live = served.shown._live  # noqa: SLF001  # what is looked at
    look = live.look

    def undone() -> object:
        (served.folder / "b.md").write_text(OTHER, encoding="utf-8")
        return look()

    monkeypatch.setattr(live, "look", undone)
    served.save("b.md", "## Which of the two is a new one?\n\nThat one.\n")
    assert [[*each["rows"]] for each in heard] == [["b.md"], ["b.md"]]
    after = served.shown.project_values()
    assert after["rows"] == before["rows"]
    assert after["version"] == before["version"] + 2


def test_many_listeners_leave_no_connection(served: Serving) -> None:
    del served
    events = Events()
    streams = [events.listen() for _ in range(30)]
    for each in streams:
        next(each)
    assert events.listening == 20
    for each in streams[10:]:
        each.close()  # type: ignore[attr-defined]
    assert events.listening == 0


def test_only_lines_that_changed_are_drawn(served: Serving, chromium: Browser) -> None:
    page, frame = opened(served, chromium)
    rows = page.locator("#cards button")
    rows.nth(4).focus()
    page.evaluate("document.querySelectorAll('#cards button').forEach(b => { b.mine = true })")
    frame.locator("body").evaluate("element => { element.firstChild.dataset.mine = 'stays' }")
    page.uncheck("#follow")
    rows.nth(4).focus()
    served.save("a.md", CARDS.replace("Spell it", "Spell that"))
    expect(rows.nth(3)).to_contain_text("Spell that")
    assert page.evaluate("document.activeElement.mine")  # the focus stays
    kept = page.evaluate("[...document.querySelectorAll('#cards button')].map(b => !!b.mine)")
    assert kept.count(True) >= 6
    # The card that is shown did not change, and was not drawn again.
    assert frame.locator("#qa").get_attribute("data-mine") == "stays"
    page.close()
