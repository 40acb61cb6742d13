"""Edits to a deck of `histories`, as authors make them, and rounds of them."""

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Final

from deck_texts import FAMILIES, NOUNS, Text, clause, misspelt, opposite, reworded, term
from histories import Card, Deck

EDITS_EACH = 0.15  # of the cards, in each round


def _put(deck: Deck, path: str, at: int, text: Text) -> bool:
    """Give a card another text, unless another card has it or asked that; then nothing happens."""
    taken = text.front != deck.files[path][at].text.front and text.front in deck.asked
    if taken or any(text == each.text for each in deck.cards()):
        return False
    deck.asked |= {text, text.front}
    deck.files[path][at] = replace(deck.files[path][at], text=text)
    return True


def _alone(deck: Deck, front: str) -> bool:
    """Whether one card only has this question."""
    return sum(card.text.front == front for card in deck.cards()) == 1


def _in_a_line(text: str, rng: Random, change: Callable[[str, Random], str]) -> str:
    """Change one of the lines."""
    lines = text.split("\n")
    at = rng.choice([number for number, line in enumerate(lines) if line])
    lines[at] = change(lines[at], rng)
    return "\n".join(lines)


def _typo_in_front(deck: Deck, path: str, at: int, _: int) -> bool:
    text = deck.files[path][at].text
    return _put(deck, path, at, replace(text, front=misspelt(text.front, deck.rng)))


def _typo_in_back(deck: Deck, path: str, at: int, _: int) -> bool:
    text = deck.files[path][at].text
    return _put(deck, path, at, replace(text, back=_in_a_line(text.back, deck.rng, misspelt)))


def _front_reworded(deck: Deck, path: str, at: int, _: int) -> bool:
    text = deck.files[path][at].text
    return _put(deck, path, at, replace(text, front=reworded(text.front, deck.rng)))


def _back_reworded(deck: Deck, path: str, at: int, _: int) -> bool:
    text = deck.files[path][at].text
    return _put(deck, path, at, replace(text, back=_in_a_line(text.back, deck.rng, reworded)))


def _both_reworded(deck: Deck, path: str, at: int, _: int) -> bool:
    text = deck.files[path][at].text
    back = _in_a_line(text.back, deck.rng, reworded)
    return _put(deck, path, at, Text(reworded(text.front, deck.rng), back))


def _slips_on_both_sides(deck: Deck, path: str, at: int, _: int) -> bool:
    text = deck.files[path][at].text
    back = _in_a_line(text.back, deck.rng, misspelt)
    return _put(deck, path, at, Text(misspelt(text.front, deck.rng), back))


def _answer_grown(deck: Deck, path: str, at: int, _: int) -> bool:
    text = deck.files[path][at].text
    more = f"- {clause(deck.rng)}" if text.back.startswith("- ") else f"\n{clause(deck.rng)}"
    front = deck.rng.choice([text.front, misspelt(text.front, deck.rng)])
    return _put(deck, path, at, Text(front, f"{text.back}\n{more}"))


def _number_corrected(deck: Deck, path: str, at: int, _: int) -> bool:
    text = deck.files[path][at].text
    if not any(map(str.isdecimal, text.back)) or not _alone(deck, text.front):
        return False
    return _put(deck, path, at, replace(text, back=text.back.translate(NEXT_DIGIT)))


def _front_rewritten(deck: Deck, path: str, at: int, _: int) -> bool:
    text = deck.files[path][at].text
    alone = sum(card.text.back == text.back for card in deck.cards()) == 1
    if len(text.back.split()) < 5 or not alone:
        return False
    return _put(deck, path, at, replace(text, front=deck.fresh(term).text.front))


def _back_rewritten(deck: Deck, path: str, at: int, _: int) -> bool:
    text = deck.files[path][at].text
    if not _alone(deck, text.front):
        return False
    return _put(deck, path, at, replace(text, back=clause(deck.rng)))


def _replaced(deck: Deck, path: str, at: int, round_: int) -> bool:
    """Both sides beyond recognition: another card in the place of this one."""
    family = deck.files[path][at].family
    deck.deleted.append((round_, path, deck.files[path][at]))
    deck.files[path][at] = deck.fresh(deck.rng.choice([family, *FAMILIES]))
    return True


def _deleted(deck: Deck, path: str, at: int, round_: int) -> bool:
    deck.deleted.append((round_, path, deck.files[path].pop(at)))
    return True


def _reverted(deck: Deck, path: str, at: int, round_: int) -> bool:
    """A deletion of an earlier round is taken back."""
    earlier = [each for each in deck.deleted if each[0] < round_]
    if not earlier:
        return False
    chosen = deck.rng.choice(earlier)
    card = chosen[2]
    if any(each.text == card.text for each in deck.cards()):
        return False
    deck.deleted.remove(chosen)
    deck.files[path].insert(at, card)
    deck.touched.add(card.truth)
    return True


def _added(deck: Deck, path: str, at: int, _: int) -> bool:
    """A new card of the same pattern as its neighbour."""
    new = deck.fresh(deck.files[path][at].family)
    deck.files[path].insert(deck.rng.choice([at, at + 1, len(deck.files[path])]), new)
    deck.touched.add(new.truth)
    return True


def _swapped_for_a_sibling(deck: Deck, path: str, at: int, round_: int) -> bool:
    """A card goes and one of the same pattern comes elsewhere in the file."""
    return _added(deck, path, at, round_) and _deleted(
        deck, path, deck.files[path].index(_untouched(deck, path)), round_
    )


def _replaced_by_its_opposite(deck: Deck, path: str, at: int, round_: int) -> bool:
    """A card goes and one comes that differs in one telling word: in its place, or elsewhere."""
    card = deck.files[path][at]
    front, back = opposite(card.text.front, deck.rng), card.text.back
    if deck.rng.random() < 1 / 3:
        back = _in_a_line(back, deck.rng, deck.rng.choice([reworded, opposite, misspelt]))
    text = Text(front, back)
    if front in deck.asked or any(text == each.text for each in deck.cards()):
        return False
    deck.deleted.append((round_, path, deck.files[path].pop(at)))
    deck.asked |= {text, front}
    new = Card(next(deck.numbers), text, card.family)
    deck.files[path].insert(deck.rng.choice([at, len(deck.files[path])]), new)
    deck.touched.add(new.truth)
    return True


def _untouched(deck: Deck, path: str) -> Card:
    left = [card for card in deck.files[path] if card.truth not in deck.touched]
    chosen = deck.rng.choice(left)
    deck.touched.add(chosen.truth)
    return chosen


def _copied(deck: Deck, path: str, at: int, _: int) -> bool:
    """A copy below the card, reworded: the original is the old one."""
    card = deck.files[path][at]
    copy = Card(next(deck.numbers), card.text, card.family)
    deck.files[path].insert(at + 1, copy)
    if not (edited := _both_reworded(deck, path, at + 1, 0)):
        deck.files[path].pop(at + 1)
    deck.touched.add(copy.truth)
    return edited


def _cut(deck: Deck, path: str, at: int, _: int) -> bool:
    """A list of five in two cards with two questions: the one with four of them is the old one."""
    card = deck.files[path][at]
    lines = card.text.back.split("\n")
    if len(lines) < 5 or not _alone(deck, card.text.front):
        return False
    front = reworded(card.text.front, deck.rng)
    less = Card(next(deck.numbers), Text(f"{front} (second part)", lines[-1]), card.family)
    deck.files[path].insert(at + 1, less)
    deck.touched.add(less.truth)
    return _put(deck, path, at, Text(front, "\n".join(lines[:-1])))


def _joined(deck: Deck, path: str, at: int, round_: int) -> bool:
    """Two cards become one under the question of the first, with all of its answer and more."""
    card, cards = deck.files[path][at], deck.files[path]
    if at + 1 >= len(cards) or cards[at + 1].truth in deck.touched:
        return False
    other = cards[at + 1]
    if len(other.text.back) > len(card.text.back) or not _alone(deck, card.text.front):
        return False
    back = f"{card.text.back}\n\n{other.text.back}"
    if not _put(deck, path, at, Text(reworded(card.text.front, deck.rng), back)):
        return False
    deck.touched.add(other.truth)
    return _deleted(deck, path, at + 1, round_)


def _moved(deck: Deck, path: str, at: int, _: int) -> bool:
    target = deck.rng.choice([*deck.files])
    card = deck.files[path].pop(at)
    deck.files[target].insert(deck.rng.randint(0, len(deck.files[target])), card)
    return True


def _moved_and_reworded(deck: Deck, path: str, at: int, _: int) -> bool:
    return _front_reworded(deck, path, at, 0) and _moved(deck, path, at, 0)


def _reordered(deck: Deck, path: str, _: int, __: int) -> bool:
    deck.rng.shuffle(deck.files[path])
    return True


def _file_renamed(deck: Deck, path: str, _: int, __: int) -> bool:
    new = f"content/{deck.rng.randint(10, 99)}-{deck.rng.choice(NOUNS)}.md"
    if new in deck.files:
        return False
    deck.files[new] = deck.files.pop(path)
    deck.titles[new] = deck.titles.pop(path)
    return True


def _deck_renamed(deck: Deck, path: str, _: int, __: int) -> bool:
    deck.titles[path] += " revised"
    return True


def _file_split(deck: Deck, path: str, at: int, round_: int) -> bool:
    new = path.replace(".md", f"-{round_}-b.md")
    if new in deck.files:
        return False
    deck.files[new] = deck.files[path][at:]
    deck.titles[new] = f"{deck.titles[path]}, continued"
    del deck.files[path][at:]
    return True


def _files_joined(deck: Deck, path: str, _: int, __: int) -> bool:
    other = deck.rng.choice([*deck.files])
    if other == path:
        return False
    deck.files[path] += deck.files.pop(other)
    return True


NEXT_DIGIT: Final = str.maketrans("0123456789", "1234567890")
EDITS: Final[dict[str, tuple[int, Callable[[Deck, str, int, int], bool]]]] = {
    "typo in the question": (8, _typo_in_front),
    "typo in the answer": (8, _typo_in_back),
    "question reworded": (10, _front_reworded),
    "answer reworded": (10, _back_reworded),
    "both reworded": (8, _both_reworded),
    "slips on both sides": (6, _slips_on_both_sides),
    "answer grown": (6, _answer_grown),
    "number corrected": (4, _number_corrected),
    "question rewritten": (4, _front_rewritten),
    "answer rewritten": (4, _back_rewritten),
    "replaced by another": (6, _replaced),
    "deleted": (6, _deleted),
    "reverted": (5, _reverted),
    "added": (8, _added),
    "swapped for a sibling": (5, _swapped_for_a_sibling),
    "replaced by its opposite": (6, _replaced_by_its_opposite),
    "copied, then edited": (5, _copied),
    "cut in two": (4, _cut),
    "joined": (4, _joined),
    "moved": (5, _moved),
    "moved and reworded": (3, _moved_and_reworded),
    "file reordered": (1, _reordered),
    "file renamed": (1, _file_renamed),
    "deck renamed": (1, _deck_renamed),
    "file split": (1, _file_split),
    "files joined": (1, _files_joined),
}


def advance(deck: Deck, round_: int) -> None:
    """One round of edits; each card is edited at most once in it."""
    deck.touched = set()
    for _ in range(max(5, int(len(deck.cards()) * EDITS_EACH))):
        kind = deck.rng.choices([*EDITS], [weight for weight, _ in EDITS.values()])[0]
        places = [
            (path, at)
            for path, cards in deck.files.items()
            for at, card in enumerate(cards)
            if card.truth not in deck.touched
        ]
        if not places:
            return
        path, at = deck.rng.choice(places)
        card = deck.files[path][at]
        if EDITS[kind][1](deck, path, at, round_):
            deck.touched.add(card.truth)
            deck.edits[kind] += 1
