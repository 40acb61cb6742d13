"""Tags at the end of a heading move to a line of their own."""

from obverse.check.fixes import Fix, Page
from obverse.compile.headings import split_tags


def _fix(page: Page) -> list[str | None]:
    fixed: list[str | None] = list(page.lines)
    for rule, at in page.found:
        if rule != "tag-in-heading":
            continue
        heading, run = split_tags(page.lines[at])
        parts = [heading.rstrip()] if heading.strip() else []
        below = page.lines[at + 1 : at + 2]
        # `tags_last` moves the line to the end of the card.
        fixed[at] = "\n\n".join([*parts, run]) + ("\n" if below and below[0].strip() else "")
    return fixed


FIX = Fix(_fix)
