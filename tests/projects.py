"""Projects for tests: a folder with sources, and what a build makes of it."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from hypothesis import strategies as st

from obverse import formats
from obverse.build import Built, build
from obverse.cards.from_html.visible import visible
from obverse.exchange import export
from obverse.exchange.bring_in import bring_in
from obverse.link.collection import CollectionNote
from obverse.project import project
from obverse.project.job import Job
from obverse.values.diagnostic import Severity

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

# Whole sources of lines that begin, end and shape a card, or look as if they did.
CARDS = st.tuples(
    st.sampled_from(
        (
            *("\n", "text\n", "---\n---\n", "---\n\n---\n", "---\ntags: [a, card/reversed]\n---\n"),
            *("---\ndraft: true\n---\n", "---\ndeck: A::B\ncard: typing\n---\n", "# T\n\n"),
        )
    ),
    st.lists(
        st.sampled_from(
            (
                *("## A", "## B", "## C", "## ", "## <!-- later -->", "## \u200b", "## <wbr>"),
                *("# T", "# ", "# <!-- t -->", "setext\n---", "two\nlines\n---", "title\n==="),
                *(
                    "***",
                    "---",
                    "* * *",
                    "text",
                    "text",
                    "",
                    "",
                    "",
                    "- item",
                    "  - deep",
                    "> quote",
                ),
                *("#tag", "#a #b", "#card/draft", "#card/reversed", "text #tag", "^pin", "^other"),
                *("^-no", "> ^no", "```", "~~~", "    code", "{{c1::x}}", "$$", "%%", "<div>"),
                *("<!-- c -->", "<!--", "-->", "### F", "| a |\n|---|\n| b |", "[a]: b", "\\#no"),
                *("  ## A", "    ## B", "> ## C", "##D", "a  ", "b\\", "==m==", "[^1]: note"),
            )
        ),
        max_size=20,
    ).map("\n".join),
).map("".join)


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
    made = build(Job(found, NOW), found.read(), found.read_lock())
    assert not [each for each in made.diagnostics if each.severity is Severity.ERROR]
    return made


def exported(folder: Path, name: str, target: Path) -> bytes:
    """What a format writes of a project, its media put beside TARGET."""
    writer, stream, made = formats.get(name).writes, BytesIO(), built(folder)
    (folder / "obverse.lock").write_bytes(made.lock)
    if isinstance(writer, formats.CardWriter):
        made = built(folder)
        writer.write(
            list(export.cards(made, project.find(folder).read(), Job(project.find(folder), NOW))),
            stream,
        )
    elif isinstance(writer, formats.NotesWriter):
        writer.write(made.collection, stream)
        for stored, path in made.collection.media.items():
            write(target.parent / writer.media_folder, {stored: Path(path).read_bytes()})
    elif isinstance(writer, formats.PackageWriter):
        writer.write(made.collection, made.lock, stream)
    target.write_bytes(stream.getvalue())
    return stream.getvalue()


def imported(raw: bytes, name: str, path: Path, folder: Path, **options: str) -> formats.Contents:
    """What a format reads, brought into a project of its own."""
    reader = formats.get(name).reads
    assert reader
    reading = reader.read(raw, str(path), **options)
    write(folder, {"obverse.toml": 'content = "."\n'})
    bring_in(reading, project.find(folder)).write()
    return reading


def said(note: CollectionNote, media: Mapping[str, str]) -> tuple[object, ...]:
    """What a note says: all but its times.

    Of its fields what a reader sees, for a line of HTML may be broken anywhere; of media the
    content, for a name may change.
    """
    fields = []
    for field in note.fields:
        shown = field
        for stored, path in media.items():
            shown = shown.replace(stored, Path(path).read_bytes().hex())
        fields.append(str(visible(shown)))
    return (note.note_type, note.deck, tuple(fields), frozenset(note.tags), note.cards)


def notes(made: Built) -> dict[str, tuple[object, ...]]:
    """All notes of a build by their guids."""
    media = made.collection.media
    return {note.guid: said(note, media) for note in made.collection.notes}
