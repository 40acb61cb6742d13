"""Math in the form that is read as it is meant, whatever it is next to."""

from obverse.languages import math_spans


def tight_math(tex: str, *, is_display: bool) -> str | None:
    """Math next to other math, a dollar or a backslash, in the form that none reaches into."""
    written = f"$${tex}$$" if is_display else rf"\({tex}\)"
    found = (math_spans.display_span if is_display else math_spans.escaped_span)(written, 0)
    return written if found and found.end == len(written) else None


def fitting_math(tex: str, beside: tuple[str, str], *, is_display: bool) -> str | None:
    """Math in the first form that is read as it is meant between the characters beside it."""
    before, after = beside
    at = len(before)
    signs = ("$$", r"\[", r"\]") if is_display else ("$", r"\(", r"\)")
    dollars, brackets = f"{signs[0]}{tex}{signs[0]}", f"{signs[1]}{tex}{signs[2]}"
    read = math_spans.display_span if is_display else math_spans.inline_span
    for written, reads in ((dollars, read), (brackets, math_spans.escaped_span)):
        text = f"{before}{written}{after}"
        found = reads(text, at)
        is_whole = found is not None and text[found.start : found.stop] == tex
        if found and is_whole and found.end == at + len(written):
            return written
    return None
