"""Seeded histories of two sides: an author with Markdown, and a learner with Anki.

Each card has a number that says which it is, and words that either side replaces by new ones, each
used once in all of a history. So what a side last wrote can be looked for, wherever it went.
"""

import json
import re
from collections import Counter
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from engine import CardState, Desk
from test_pull import Both

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROUNDS = 3
_CARDS = re.compile(r"(?m)^## ")
_NUMBER = re.compile(r"number (\d+)")
_TOPICS = ("leases", "rents", "deeds", "bonds", "fees", "taxes", "dues", "loans")


class History:
    """One history; `figures` counts what was done and what became of it."""

    def __init__(self, seed: int, folder: Path) -> None:
        """A project of three files in two decks, published."""
        self.random, self.figures = Random(seed), Counter[str]()
        self.words = 0
        self.next = 0
        self.mine: dict[tuple[int, str], str] = {}  # the author's word by card and slot
        self.theirs: dict[tuple[int, str], str] = {}  # the learner's words since the last pull
        self.both_sides: set[int] = set()
        self.tags: dict[int, set[str]] = {}  # the learner's
        self.gone: set[int] = set()  # deleted by either side
        self.reviewed: dict[tuple[str, int], CardState] = {}
        names = ("a", "b", "x/c")
        files: dict[str, str | bytes] = {f"c/{each}.md": self._file(each) for each in names}
        self.both = Both(folder, files)
        self.both.publish()

    def play(self) -> None:
        """Play all rounds, and look after each that nothing is lost."""
        for _ in range(ROUNDS):
            steps = [self._author] * self.random.randint(1, 5)
            steps += [self._learner] * self.random.randint(1, 6)
            self.random.shuffle(steps)
            for step in steps:
                step()
            if self.random.random() < 0.3:
                self.both.build()  # never imported as it is, or only after the next pull
            self._pull()
            self.both.publish()
            self._look_into_anki()

    # The author

    def _file(self, name: str) -> str:
        deck = "---\ndeck: Law::Care\n---\n\n" if name == "b" else ""
        cards = "\n".join(self._card() for _ in range(self.random.randint(3, 6)))
        return f"{deck}# Topic {name[-1]}\n\n{cards}"

    def _card(self) -> str:
        number, self.next = self.next, self.next + 1
        topic = self.random.choice(_TOPICS)
        words = {slot: self._word(number, slot) for slot in "qrst"}
        self.mine |= {(number, slot): word for slot, word in words.items()}
        form = self.random.choice(
            (
                "First of it comes {r} as said.\n\nThen {s} follows with {t}.\n",
                "- an item of {r}\n- the **second** is {s}\n- and {t} is last\n",
                "> [!note] Of {r}\n> It is {s} here.\n\nAnd {t}, see `code`.\n",
                "What is {r} counts.\n\n***\n\nThe {s} is meant, and $x^2$ is {t}.\n",
            )
        )
        return f"## What of {topic} is number {number} with {words['q']}?\n\n" + form.format(
            **words
        )

    def _word(self, number: int, slot: str, who: str = "a") -> str:
        self.words += 1
        return f"{who}{number}{slot}w{self.words}"

    def _author(self) -> None:
        options: Sequence[Callable[[], None]] = (
            *(self._edit, self._edit, self._edit, self._edit),
            *(self._move, self._rename, self._split, self._redeck, self._retag, self._add),
            self._remove,
        )
        step = self.random.choice(options)
        self.figures[f"author: {step.__name__.strip('_')}"] += 1
        step()

    def _sources(self) -> dict[str, str]:
        folder = self.both.project / "c"
        return {
            path.relative_to(folder).with_suffix("").as_posix(): path.read_text("utf-8")
            for path in sorted(folder.rglob("*.md"))
        }

    def _any_card(self) -> tuple[str, str, int] | None:
        """A file, a card's text in it, and its number."""
        found = [
            (name, f"## {part}", int(number[1]))
            for name, text in self._sources().items()
            for part in _CARDS.split(text)[1:]
            if (number := _NUMBER.search(part))
        ]
        return self.random.choice(found) if found else None

    def _edit(self) -> None:
        if not (found := self._any_card()):
            return
        name, text, number = found
        slot = self.random.choice("qrst")
        old = self._held(number, slot, text)
        if not old:
            return
        new = self._word(number, slot)
        self.mine[number, slot] = new
        self._put(name, text, text.replace(old, f"{old} and {new}"))

    def _held(self, number: int, slot: str, text: str) -> str:
        """The word that a card has in a slot now, whoever wrote it."""
        words = re.findall(rf"\b[al]{number}{slot}w\d+\b", text)
        return words[0] if words else ""

    def _put(self, name: str, old: str, new: str) -> None:
        self.both.write(self._sources()[name].replace(old, new), name)

    def _move(self) -> None:
        if not (found := self._any_card()):
            return
        name, text, _ = found
        other = self.random.choice([*self._sources()])
        if len(_CARDS.findall(self._sources()[name])) > 1:
            self._put(name, text, "")
            moved = self._sources()[other].rstrip("\n") + "\n\n" + text.rstrip("\n") + "\n"
            self.both.write(moved, other)

    def _rename(self) -> None:
        name = self.random.choice([*self._sources()])
        path = self.both.project / "c" / f"{name}.md"
        self.words += 1
        path.rename(path.with_name(f"{path.stem[0]}{self.words}.md"))

    def _split(self) -> None:
        name = self.random.choice([*self._sources()])
        head, *cards = _CARDS.split(self._sources()[name])
        if len(cards) > 3:
            self.words += 1
            half = len(cards) // 2
            self.both.write(head + "".join(f"## {card}" for card in cards[:half]), name)
            rest = "\n".join(f"## {card}" for card in cards[half:])
            self.both.write(f"{head}{rest}", f"{name}{self.words}")

    def _redeck(self) -> None:
        name = self.random.choice([*self._sources()])
        text = re.sub(r"\A---\n.*?\n---\n\n", "", self._sources()[name], flags=re.DOTALL)
        self.words += 1
        self.both.write(f"---\ndeck: Deck {self.words}\n---\n\n{text}", name)

    def _retag(self) -> None:
        if found := self._any_card():
            name, text, number = found
            own = re.search(r"\n+#own\d+\n", text)
            self.words += 1
            new = text.replace(own[0], "\n") if own else f"{text.rstrip()}\n\n#own{self.words}\n\n"
            self._put(name, text, new)
            self.both_sides.discard(number)

    def _add(self) -> None:
        name = self.random.choice([*self._sources()])
        self.both.write(f"{self._sources()[name].rstrip()}\n\n{self._card()}", name)

    def _remove(self) -> None:
        found = self._any_card()
        if found and len(_CARDS.findall(self._sources()[found[0]])) > 2:
            name, text, number = found
            self._put(name, text, "")
            self.gone.add(number)

    # The learner

    def _learner(self) -> None:
        options: Sequence[Callable[[Desk], None]] = (
            *(self._edit_there, self._edit_there, self._edit_there, self._edit_there),
            *(self._tag_there, self._move_there, self._flag_there, self._review_there),
            *(self._suspend_there, self._bury_there, self._add_there, self._delete_there),
        )
        step = self.random.choice(options)
        self.figures[f"learner: {step.__name__.strip('_').removesuffix('_there')}"] += 1
        with Desk(self.both.anki) as desk:
            step(desk)

    def _note(self, desk: Desk) -> Any:  # noqa: ANN401  # the engine's own
        notes = [desk.col.get_note(each) for each in sorted(desk.col.find_notes("number"))]
        return self.random.choice(notes)

    def _number(self, note: Any) -> int:  # noqa: ANN401
        found = _NUMBER.search(note.fields[0])
        assert found
        return int(found[1])

    def _edit_there(self, desk: Desk) -> None:
        note = self._note(desk)
        number, slot = self._number(note), self.random.choice("qrst")
        old = self._held(number, slot, "\x1f".join(note.fields))
        if not old:
            return
        new = self._word(number, slot, "l")
        form = self.random.choice(("{}", "{}", "<b>{}</b>", "{} of &lt;it&gt;&nbsp;", "{}<br>more"))
        if slot == "q":
            form = "{}"
        note.fields = [field.replace(old, form.format(new)) for field in note.fields]
        desk.col.update_note(note)
        self.theirs[number, slot] = new

    def _tag_there(self, desk: Desk) -> None:
        note = self._note(desk)
        self.words += 1
        tag = self.random.choice((f"mine{self.words}", f"mine::of{self.words}", "marked"))
        desk.col.tags.bulk_add([note.id], tag)
        if tag != "marked":
            self.tags.setdefault(self._number(note), set()).add(tag)

    def _card_there(self, desk: Desk) -> int:
        return int(self.random.choice(self._note(desk).card_ids()))

    def _move_there(self, desk: Desk) -> None:
        note = self._note(desk)
        desk.move(f"nid:{note.id}", self.random.choice(("Own", "Own::Hard")))
        if not self._is_ours(number := self._number(note)):
            self.gone.add(number)  # a new note in a deck that is not the project's is not ours

    def _is_ours(self, number: int) -> bool:
        return any(f"number {number} " in text for text in self._sources().values())

    def _flag_there(self, desk: Desk) -> None:
        desk.set_flag(f"cid:{self._card_there(desk)}", self.random.randint(1, 7))

    def _review_there(self, desk: Desk) -> None:
        desk.review(f"cid:{self._card_there(desk)}")

    def _suspend_there(self, desk: Desk) -> None:
        desk.suspend(f"cid:{self._card_there(desk)}")

    def _bury_there(self, desk: Desk) -> None:
        desk.col.sched.bury_cards(desk.col.find_cards(f"cid:{self._card_there(desk)}"))

    def _add_there(self, desk: Desk) -> None:
        number, self.next = self.next, self.next + 1
        words = {slot: self._word(number, slot, "l") for slot in "qr"}
        note_type = desk.col.models.by_name("Obverse")
        assert note_type
        note = desk.col.new_note(note_type)
        note.fields[:2] = [
            f"What is number {number} of <i>{words['q']}</i>?",
            f"{words['r']}<br>it is",
        ]
        deck = desk.col.decks.id(self.random.choice(("Topic a", "Law::Care", "Topic c")))
        assert deck
        desk.col.add_note(note, deck)
        self.theirs |= {(number, slot): word for slot, word in words.items()}

    def _delete_there(self, desk: Desk) -> None:
        note = self._note(desk)
        self.gone.add(self._number(note))
        desk.col.remove_notes([note.id])

    # What has to hold

    def _pull(self) -> None:
        with Desk(self.both.anki) as desk:
            self.reviewed = desk.cards()
        options = ["--tags", "--conflicts", *["--removed"] * (self.random.random() < 0.5)]
        before = "\n".join(self._sources().values())
        ran = self.both.pull(*options, "--format", "json")
        told = json.loads(ran.out)
        text = "\n".join(self._sources().values())
        said = json.dumps([told["conflicts"], told["refused"], told["marked"], told["left"]])
        for (number, _), word in self.theirs.items():
            if number not in self.gone:
                assert word in text or word in said, f"the learner's {word} is lost: {told}"
                where = "kept" if word in text else "said"
                self.figures[f"words of the learner that were {where}"] += 1
        for word, number, slot in re.findall(r"\b(a(\d+)([qrst])w\d+)\b", before):
            is_replaced = (int(number), slot) in self.theirs
            assert word in text or is_replaced, f"the author's {word} is lost"
            self.figures["words of the author that were kept"] += word in text
        for each in told["marked"]:
            both_texts = text.partition("<<<<<<< here")[2]
            assert "=======" in both_texts, each
        for name in ("edited", "conflicts", "refused", "marked", "new", "tags", "decks", "drafts"):
            self.figures[f"notes {name}"] += len(told[name])
        self._settle()
        self._check_both_texts(told)
        self.theirs.clear()

    def _check_both_texts(self, told: dict[str, Any]) -> None:
        for each in (*told["conflicts"], *told["marked"]):
            assert each["reason"]
            assert each["theirs"]
            assert each["mine"] != each["theirs"]

    def _settle(self) -> None:
        """Settle each conflict, for one side or the other."""
        for name, text in self._sources().items():
            if "<<<<<<< " in text:
                side = self.random.choice((1, 2))
                pattern = r"<<<<<<< here\n(.*?)=======\n(.*?)>>>>>>> in Anki\n"
                settled = re.sub(pattern, rf"\{side}", text, flags=re.DOTALL)
                self.both.write(settled, name)

    def _look_into_anki(self) -> None:
        with Desk(self.both.anki) as desk:
            cards, notes = desk.cards(), desk.notes()
            assert desk.check() == []
        for key, was in self.reviewed.items():
            assert key in cards, f"a card is gone: {was}"
            assert cards[key] == was, "what the learner did of a card is another"
            self.figures["cards that kept their reviews"] += 1
        by_number = {
            int(found[1]): note
            for note in notes.values()
            if (found := _NUMBER.search(next(iter(note.fields.values()))))
        }
        assert len(by_number) == len(notes), "a note is there twice"
        for number, tags in self.tags.items():
            if number in by_number and number not in self.gone:
                assert tags <= {*by_number[number].tags}, f"a tag is lost: {number} {tags}"
                self.figures["tags of the learner that were kept"] += len(tags)
        for text in self._sources().values():
            for part in _CARDS.split(text)[1:]:
                number = int(_NUMBER.search(part)[1])  # type: ignore[index]
                if "#card/draft" not in part:
                    there = " ".join(by_number[number].fields.values())
                    for word in re.findall(r"\b[al]\d+[qrst]w\d+\b", part):
                        assert word in there, f"{word} never reached Anki"
