"""The examples of the CommonMark specification: a card's body is what markdown-it-py makes of it.

Where an example holds a sign of an extension of ours (`$`, `==`, a comment, ...), or a picture,
whose file gets another name, it is left to the golden cases.
"""

import json
import re
from pathlib import Path
from typing import Final

import pytest
from markdown_it import MarkdownIt

from obverse.languages import markdown
from obverse.languages.markdown import Rendering
from obverse.values.render_settings import RenderSettings
from obverse.values.source import Source

EXAMPLES: Final = json.loads(
    (Path(__file__).parent / "commonmark" / "spec.json").read_text(encoding="utf-8")
)
# What we give a meaning that CommonMark does not: extensions, pictures, and comments, which go.
OURS: Final = re.compile(r"\$|==|%%|\[\[|\[\^|\^\[|\[[ xX]\]|\[!|\{\{c|!\[|<!--|<img")
PLAIN: Final = MarkdownIt("commonmark").enable(["table", "strikethrough"])
# Colours, XHTML's closing slash and a line break in an empty quotation are no other HTML.
FORM: Final = re.compile(r'</?span(?: class="\w+")?>| /(?=>)|(?<=<blockquote>)\n(?=</blockquote>)')
compared = [each for each in EXAMPLES if not OURS.search(each["markdown"])]


def body(text: str) -> str:
    """The text as a card's body, the author's HTML let through."""
    rendering = Rendering(Source("a.md", text), RenderSettings(trust=True))
    return markdown.html(markdown.parse(text), rendering)


@pytest.mark.parametrize("example", compared, ids=lambda each: str(each["example"]))
def test_a_body_is_what_the_specification_says(example: dict[str, str]) -> None:
    found = FORM.sub("", body(example["markdown"])).strip("\n")
    assert found == FORM.sub("", PLAIN.render(example["markdown"])).strip("\n")
    assert found == FORM.sub("", example["html"]).strip("\n")


def test_few_examples_are_left_out() -> None:
    assert len(EXAMPLES) == 652
    assert len(compared) > 590
