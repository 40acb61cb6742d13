"""Projects for tests: a folder with sources, and what a build makes of it."""

from collections.abc import Mapping
from pathlib import Path

from obverse import project
from obverse.build import Built, build
from obverse.diagnostic import Severity

NOW = 1_800_000_000
# One pixel.
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cf"
    "c0f01f0005050100d3d6c5ba0000000049454e44ae426082"
)
RICH = """\
---
tags:
  - all
---

# Rich: text

## Plain question?

A plain answer.

#one #nested/tag

## Marks & signs: <, >, "quotes", 'single', `code`

- **bold** and *italic*
- a tab\tin text; a semicolon; a comma, and a pipe |

1. one
2. two

## Two lines

above

***

```python
def f(a):
\treturn "x" + a
```

$$\\frac{a}{b}$$

## Picture

![alt](pics/a.png)

#card/reversed

## Typed

exactly this

#card/typing

## A gap

The {{c1::first}} and the {{c2::second::hint}} one.

***

With more.

## =1+1

+49 30 1234

## -ism

@home

## A table

| a | b |
| --- | --- |
| 1 | 2 |
"""


def write(folder: Path, sources: Mapping[str, str | bytes]) -> Path:
    """A folder with these files, by path."""
    for path, content in sources.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        raw = content.encode() if isinstance(content, str) else content
        (folder / path).write_bytes(raw)
    return folder


def rich(folder: Path) -> Path:
    """A project that has some of everything, two decks, one below the other."""
    return write(
        folder,
        {
            "obverse.toml": 'content = "."\ndeck = "Top"\nname = "rich"\n',
            "rich.md": RICH,
            "other.md": "---\ndeck: Rich::Below\n---\n\n## Elsewhere\n\nYes\n",
            "pics/a.png": PICTURE,
        },
    )


def built(folder: Path) -> Built:
    """A build of the project, which has to be without errors."""
    found = project.find(folder)
    made = build(found, found.read(), found.read_lock(), now=NOW)
    assert not [each for each in made.diagnostics if each.severity is Severity.ERROR]
    return made
