"""The size in which a side fits on a card to cut: an estimate, because no script may measure it."""

import re
from html import unescape
from math import ceil

# Of each size: points, characters a line, lines. Measured in Chromium on a card's 80 by 53 mm.
POINT_SIZES = ((11.0, 40, 10.3), (9.0, 50, 12.6), (7.5, 60, 15.2), (6.0, 76, 19.0))
_PICTURE_MM, _LINE = 28, 1.38 * 0.353  # a picture at its highest; a line of one point in mm
_GAP = 0.2  # lines between two items or paragraphs
_END = re.compile(r"</(?:p|li|div|tr|h[1-6]|pre|blockquote|dt|dd)>|<br ?/?>|<hr ?/?>")
_DATA = re.compile(r'src="data:[^"]*"')
_MATHML = re.compile(r"<math\b(?:(?!<math\b).)*?</math>", re.DOTALL)
_BLOCK = re.compile(r'display="block"|<mtr>|<mfrac>')
_TAG = re.compile(r"<[^>]*>")


def fit(side: str) -> int:
    """The number of the first size in which the side fits, from 1; one more if none does."""
    side = _DATA.sub("", side)
    pictures = side.count("<img")
    high = sum(1 + bool(_BLOCK.search(found)) for found in _MATHML.findall(side))
    lines = [
        unescape(_TAG.sub("", line)).strip()
        for part in _END.split(side)
        for line in part.split("\n")
    ]
    lengths = [len(line) for line in lines if line]
    for number, (points, width, most) in enumerate(POINT_SIZES, start=1):
        needed = sum(ceil(length / width) + _GAP for length in lengths) + high * 0.7
        needed += pictures * _PICTURE_MM / (points * _LINE)
        if needed <= most:
            return number
    return len(POINT_SIZES) + 1
