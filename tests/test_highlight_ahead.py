"""Code that was coloured ahead is what it is coloured to where it is met."""

import pytest

from obverse.compile.compile_source import compile_source
from obverse.languages.highlight import blocks_of, coloured

TEXT = """\
```python
first = 1
```

## What is this?

```python
x = "one"
```

```sh {1}
echo $HOME
```

## And this?

- a list

  ```sql
  SELECT 1
  ```

````python
```python
y = 2
```
````

```nothing-known
z
```

```dot
a -> b
```

```python
not closed
"""


def test_a_source_is_the_same_with_its_code_coloured_ahead() -> None:
    blocks = blocks_of(coloured([TEXT]))
    source = ("a.md", TEXT.encode())
    assert compile_source(source, blocks=blocks) == compile_source(source)
    assert {html for _, _, html in blocks} >= {
        '<span class="n">first</span> <span class="o">=</span> <span class="mi">1</span>\n',
        '<span class="nb">echo</span> <span class="nv">$HOME</span>\n',
    }


@pytest.mark.parametrize("text", ["", "```", "```python", "```python\n", "no code", "\n```\n```"])
def test_texts_without_a_whole_block_have_none(text: str) -> None:
    assert blocks_of(coloured([text])) == ()


def test_nothing_was_coloured_in_no_bytes() -> None:
    assert blocks_of(b"") == ()
