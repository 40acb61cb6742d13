"""A field with deletions as Anki shows it on one of its cards."""

import re

from obverse.languages import cloze

_MATH = re.compile(r"\\\((?:[^\\]++|\\[^()]){0,1000}+\\\)|\\\[(?:[^\\]++|\\[^\[\]]){0,1000}+\\\]")
_TAG = re.compile(r"</?span[^>]*>")


def cloze_html(field: str, number: int, *, is_answer: bool) -> str:
    """The field with what this card asks hidden, or shown; an opening without its end is text."""

    def shown(numbers: str, text: str, hint: str) -> str:
        is_asked = str(number) in numbers.split(",")
        name = "cloze" if is_asked else "cloze-inactive"
        if is_asked and not is_answer:
            text = f"[{hint or '...'}]"
        return f'<span class="{name}" data-ordinal="{numbers}">{text}</span>'

    # Within math an element would be read as TeX.
    filled = cloze.replaced_by_number(field, shown)
    return _MATH.sub(lambda found: _TAG.sub("", found[0]), filled)
