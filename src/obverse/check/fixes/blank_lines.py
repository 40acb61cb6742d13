"""Headings get one empty line above and below, and lines of only spaces become empty."""

import re

from obverse.check.fixes import Fix, Page

_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+\S")


def _fix(page: Page) -> list[str | None]:
    fixed: list[str | None] = []
    lines = page.lines
    for number, line in enumerate(lines):
        if not page.text[number]:
            fixed.append(line)
            continue
        blank = not line.strip()
        if blank and _doubled(page, number):
            fixed.append(None)
        elif blank:
            fixed.append("")
        elif _HEADING.match(line):
            above = number > 0 and bool(lines[number - 1].strip())
            below = number + 1 < len(lines) and bool(lines[number + 1].strip())
            next_heading = below and _HEADING.match(lines[number + 1])
            fixed.append(f"{chr(10) * above}{line}{chr(10) * bool(below and not next_heading)}")
        else:
            fixed.append(line)
    return fixed


def _doubled(page: Page, number: int) -> bool:
    """Whether an empty line next to a heading follows another one."""
    lines, before = page.lines, number - 1
    if before < 0 or lines[before].strip() or not page.text[before]:
        return False
    up, down = before, number
    while up >= 0 and not lines[up].strip():
        up -= 1
    while down < len(lines) and not lines[down].strip():
        down += 1
    return any(0 <= at < len(lines) and _HEADING.match(lines[at]) for at in (up, down))


FIX = Fix(_fix)
