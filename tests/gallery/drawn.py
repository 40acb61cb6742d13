"""Stands in for Graphviz, which a test machine need not have: draws the words of a diagram."""

import re
import sys
from html import escape

words = dict.fromkeys(re.findall(r"\w+", sys.stdin.read().partition("{")[2]))
width = 90 * len(words)
boxes = "".join(
    f'<g transform="translate({90 * at + 5},5)">'
    '<rect width="80" height="40" fill="#fff" stroke="#333"/>'
    f'<text x="40" y="25" text-anchor="middle" font-family="sans-serif">{escape(word)}</text></g>'
    for at, word in enumerate(words)
)
sys.stdout.write(
    f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="50" '
    f'viewBox="0 0 {width} 50">{boxes}</svg>\n'
)
