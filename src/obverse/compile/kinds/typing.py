"""A question whose answer is typed and compared; what is compared is plain text."""

from html import escape

from obverse.compile.kinds import Kind, Sides


def _fill(sides: Sides) -> dict[str, str]:
    typed = escape(" ".join(sides.answer_text.split()), quote=False)
    return {"Front": sides.question, "Back": sides.answer, "Typing": typed}


KIND = Kind("obverse", _fill, joins=frozenset({"reversed"}))
