"""The page of a rule: its manual as HTML, for whoever follows a finding to it."""

import re
from collections.abc import Sequence
from html import escape

from obverse.check import manual, rules

_CODE = re.compile(r"`([^`\n]+)`")
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{name} – obverse</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/own/colours.css">
<link rel="stylesheet" href="/own/manual.css">
</head>
<body>
<main>
<h1>{name}</h1>
<p class="facts">{facts}</p>
{text}
</main>
</body>
</html>
"""


def rule_page(name: str) -> str:
    """The page; empty where there is no such rule."""
    if name not in rules.names():
        return ""
    each = manual.manual(name)
    parts = [f"<p><strong>{_text(each.summary)}</strong></p>"]
    parts += (f"<p>{_text(part)}</p>" for part in each.reason.split("\n\n") if part)
    parts += [*_example("Wrong", each.wrong), *_example("Right", each.right)]
    return _PAGE.format(name=escape(name), facts=escape(manual.facts(each)), text="\n".join(parts))


def _example(title: str, files: Sequence[manual.ExampleFile]) -> list[str]:
    parts = [f"<h2>{title}</h2>"] if files else []
    for each in files:
        written = each.content.decode("utf-8", "backslashreplace").rstrip("\n")
        parts += [f"<h3>{escape(each.name)}</h3>"] if len(files) > 1 else []
        parts.append(f'<pre tabindex="0">{escape(written)}</pre>')
    return parts


def _text(written: str) -> str:
    return _CODE.sub(r"<code>\1</code>", escape(written, quote=False))
