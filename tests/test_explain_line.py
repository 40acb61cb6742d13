"""`obverse explain FILE:LINE`: which card a line is in, or why it is in none."""

from pathlib import Path
from typing import Final

import pytest

from projects import write
from shell import run

NOTE: Final = """\
---
tags: [a]
---

# Title

Prose.

### Q? #card

Answer.

```
code
```

## Other

x :: y

a
?
b

## Rows #card/rows

| q | a |
| --- | --- |
| r | s |

%% z :: y %%
"""


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (2, "this line is front matter"),
        (5, "here `cards` says `marked` and `inline`\nand no mark of these is at this line"),
        (9, "this line is in the card `Q?`, which begins in line 9"),
        (14, "this line is in the card `Q?`, which begins in line 9"),
        (17, "this line is in no card"),
        (19, "this line is in the card `x`, which begins in line 19"),
        (22, "it looks like a card of `question-mark`: write `cards: question-mark`"),
        (29, "this line is in the card `r`, which begins in line 29"),
        (31, "it is a comment, math, HTML or a definition, where no mark is read"),
    ],
)
def test_a_line_is_in_a_card_or_it_is_said_why_not(line: int, said: str, tmp_path: Path) -> None:
    settings = 'content = "."\ncards = ["marked", "inline"]\n'
    write(tmp_path, {"obverse.toml": settings, "a/n.md": NOTE})
    ran = run(tmp_path, "explain", f"a/n.md:{line}")
    assert (ran.status, ran.err) == (0, "")
    assert said in ran.out


def test_in_a_file_made_for_cards_it_is_the_heading_above(tmp_path: Path) -> None:
    write(tmp_path, {"n.md": "# T\n\ntext\n\n## Q?\n\nA\n"})
    assert "in the card `Q?`" in run(tmp_path, "explain", "n.md:7").out
    assert "begins at a `##` heading" in run(tmp_path, "explain", "n.md:3").out
    assert run(tmp_path, "explain", "n.md:70").status == 2
    assert run(tmp_path, "explain", "none.md:7").status == 2
