"""Lines of tags, and the pin below them, move to the end of their card."""

from obverse.check.fixes import Fix, Page
from obverse.languages import pin, tags


def _fix(page: Page) -> list[str | None]:
    fixed: list[str | None] = list(page.lines)
    for first, end in page.cards:
        last = end
        while last > first and not page.lines[last - 1].strip():
            last -= 1
        written = [at for at in range(first + 1, last) if page.text[at]]
        tag_lines = [at for at in written if _is_alone(page, at) and _is_tags(page.lines[at])]
        pins = [at for at in written if _is_alone(page, at) and _is_pin(page.lines[at])]
        moved = sorted({*tag_lines, *pins}) if len(pins) <= 1 else tag_lines
        if not moved or _at_the_end(page, moved, last, pins):
            continue
        for at in moved:
            _take(page, fixed, at)
        _append(page, fixed, first, moved, pins)
    return fixed


def _append(
    page: Page, fixed: list[str | None], first: int, moved: list[int], pins: list[int]
) -> None:
    """Put the tags on one line after what is left of the card, and the pin after them."""
    below = max(at for at in range(first, len(fixed)) if at <= max(moved) or fixed[at])
    end = next((e for start, e in page.cards if start == first), below)
    kept = max(at for at in range(first, end) if (fixed[at] or "").strip())
    lines = [page.lines[at].strip() for at in moved if at not in pins]
    names = dict.fromkeys(name for line in lines for name in tags.tag_words(line))
    parts = [" ".join(names)] if names else []
    parts += [page.lines[at].strip() for at in pins if at in moved]
    fixed[kept] = "\n\n".join([fixed[kept] or "", *parts])


def _take(page: Page, fixed: list[str | None], at: int) -> None:
    """Take a line out, and one of the two empty lines round it."""
    fixed[at] = None
    if at + 1 < len(fixed) and not page.lines[at + 1].strip():
        fixed[at + 1] = None
    elif at + 1 == len(fixed) and not page.lines[at - 1].strip():
        fixed[at - 1] = None


def _at_the_end(page: Page, moved: list[int], last: int, pins: list[int]) -> bool:
    """Whether the card already ends with exactly these lines, tags before the pin."""
    rest = [at for at in range(moved[0], last) if page.lines[at].strip() and at not in moved]
    return not rest and (not pins or pins[-1] == moved[-1])


def _is_alone(page: Page, at: int) -> bool:
    """Whether a line is between empty ones: then it is a paragraph, and safe to move."""
    around = (at - 1, at + 1)
    return all(
        other >= len(page.lines)
        or not page.lines[other].strip()
        or _is_tags(page.lines[other])
        or _is_pin(page.lines[other])
        for other in around
    )


def _is_tags(line: str) -> bool:
    return not line.startswith((" ", "\t")) and tags.only_tags(line) is not None


def _is_pin(line: str) -> bool:
    return not line.startswith((" ", "\t")) and pin.name_of(line) is not None


FIX = Fix(_fix, keeps=("tags", "shape"))
