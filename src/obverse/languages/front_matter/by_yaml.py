"""Front matter that needs a YAML parser. The only file that imports PyYAML.

Nodes are read, never objects: YAML's types (dates, octal numbers, `no`) cannot surprise an author
whose tag is `2024` or `no`, an alias costs nothing, and every value has its place.
"""

import yaml

from obverse.errors import TextError
from obverse.languages.front_matter import FALSE, OURS, TRUE, Fault, FrontMatter, meant
from obverse.languages.front_matter.advice import advice, comment_in
from obverse.machine.late import late
from obverse.values.source import FORBIDDEN

# libyaml's parser if PyYAML was built with it: ten times as fast, with the same nodes.
_LINE_BREAK = late("\r\n|[\n\r\x85\u2028\u2029]")  # those by which YAML counts lines
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(block: str) -> FrontMatter:
    """The front matter between the fences. Raises `TextError` with the place of the fault."""
    try:
        root = yaml.compose(block, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 2, mark.column + 1) if mark else (1, 1)
        message = f"the front matter is not YAML: {error.problem or error.context}"
        hint = advice(block, line - 2, error.problem or "")
        raise TextError("frontmatter-invalid", message, line, column, length=0, hint=hint) from None
    except yaml.YAMLError as error:
        raise TextError(
            "frontmatter-invalid", f"the front matter is not YAML: {error}", 1
        ) from None
    except RecursionError:
        raise TextError("frontmatter-invalid", "the front matter is nested too deep", 1) from None
    count = block.count("\n") + 3 if block else 2
    if root is None:
        return FrontMatter(lines=count)
    if not isinstance(root, yaml.MappingNode):
        line, column = _place(root)
        hint = advice(block, line - 2, "")
        raise TextError(
            "frontmatter-not-a-mapping",
            "the front matter is not a mapping",
            line,
            column,
            length=0,
            hint=hint,
        )
    return _of_mapping(root, block, count)


def _of_mapping(root: yaml.MappingNode, block: str, count: int) -> FrontMatter:
    known: dict[str, yaml.Node] = {}
    findings: list[Fault] = []
    for key, value in root.value:
        if isinstance(key, yaml.ScalarNode):
            if key.value in known and key.value in OURS:
                findings.append(_repeated(key))
            known[key.value] = value
            if key.value == "tag":
                findings.append(_not_a_sequence("the key `tag` is not read", key))
            findings += _misspelt(key)
            findings += _commented(key, value, _LINE_BREAK.split(block))
    tags, odd = _tags(known.get("tags"))
    breaks, unread = _breaks(known.get("breaks"))
    return FrontMatter(
        tags=tags,
        deck=_text("deck", known.get("deck")),
        card=_placed("card", known.get("card")),
        note_type=_placed("note-type", known.get("note-type")),
        draft=_truth("draft", known.get("draft")),
        lines=count,
        findings=(*findings, *odd, *unread),
        cards=_words(known.get("cards")),
        breaks=breaks,
    )


def _words(node: yaml.Node | None) -> tuple[tuple[str, int, int], ...]:
    """A word or a list of words; anything else is an author's own value of that key."""
    nodes = node.value if isinstance(node, yaml.SequenceNode) else [node] if node else []
    scalars = (each for each in nodes if isinstance(each, yaml.ScalarNode))
    return tuple((word, *_place(each)) for each in scalars if (word := each.value.strip()))


def _repeated(key: yaml.ScalarNode) -> Fault:
    message = f"`{key.value}` is there twice, and only the last is read"
    hint = "put everything under one key, and delete the other"
    return Fault("frontmatter-repeated-key", message, *_place(key), hint)


def _misspelt(key: yaml.ScalarNode) -> list[Fault]:
    """The finding about a key that is one of ours but for how it is spelled."""
    if key.value in OURS or not (ours := meant(key.value)):
        return []
    message = f"the key `{key.value}` is not read"
    return [Fault("frontmatter-misspelt-key", message, *_place(key), f"write `{ours}:`")]


def _commented(key: yaml.ScalarNode, value: yaml.Node, lines: list[str]) -> list[Fault]:
    """The findings about values that YAML takes for comments: `tags: #x`, or `- #x` in a list."""
    if key.value.lower() not in (*OURS, "tag"):
        return []
    nodes = value.value if isinstance(value, yaml.SequenceNode) else [value]
    found: list[Fault] = []
    for each in nodes:
        if isinstance(each, yaml.ScalarNode) and each.value and not each.style:
            rest = lines[each.end_mark.line][each.end_mark.column :]
            if (written := comment_in(f":{rest}")) and each.end_mark.line == each.start_mark.line:
                message = f"`{written}` is a comment in YAML, so it is not read"
                before = "- " if each is not value else f"{key.value}: "
                quoted = f"{each.value} {written}".replace("'", "''")
                place = (each.end_mark.line + 2, each.end_mark.column + 1 + rest.index(written))
                hint = f"write `{before}'{quoted}'`, or a space after the `#`"
                found.append(Fault("frontmatter-comment", message, *place, hint))
        elif isinstance(each, yaml.ScalarNode) and not each.value:
            # An empty value is where the key or the `-` ends.
            at = key.start_mark.line if each is value else each.start_mark.line
            if written := comment_in(lines[at]):
                message = f"`{written}` is a comment in YAML, so it is not read"
                name = written.lstrip("# ")
                is_tag = key.value.lower() in ("tags", "tag")
                name = f"'{written}'" if is_tag and name.startswith('"') else name
                meant = f"`tags:` and below it `  - {name}`" if is_tag else f"`{key.value}: {name}`"
                column = lines[at].index(written) + 1
                found.append(
                    Fault("frontmatter-comment", message, at + 2, column, f"write {meant}")
                )
    return found


def _tags(node: yaml.Node | None) -> tuple[tuple[tuple[str, int, int], ...], list[Fault]]:
    if node is None or (isinstance(node, yaml.ScalarNode) and not node.value):
        return (), []
    if not isinstance(node, yaml.SequenceNode):
        return (), [_not_a_sequence("`tags` is not a list", node)]
    scalars = [each for each in node.value if isinstance(each, yaml.ScalarNode)]
    odd = [
        _not_a_sequence("this tag is not text", each) for each in node.value if each not in scalars
    ]
    texts = ((each.value.strip().removeprefix("#"), *_place(each)) for each in scalars)
    return tuple(each for each in texts if each[0]), odd


def _not_a_sequence(message: str, node: yaml.Node) -> Fault:
    hint = "write `tags:` and below it a line `  - name` for each tag"
    return Fault("frontmatter-tags-not-a-sequence", message, *_place(node), hint)


def _text(key: str, node: yaml.Node | None) -> str | None:
    """The text on one line; a key without a value counts as missing."""
    if node is None:
        return None
    if not isinstance(node, yaml.ScalarNode) or FORBIDDEN.search(node.value):
        raise _wrong_type(key, node, "text")
    return " ".join(node.value.split()) or None


def _placed(key: str, node: yaml.Node | None) -> tuple[str, int, int] | None:
    text = _text(key, node)
    return (text, *_place(node)) if node and text else None


def _truth(key: str, node: yaml.Node | None) -> bool:
    if node is None:
        return False
    word = node.value.lower() if isinstance(node, yaml.ScalarNode) else None
    if word not in (*TRUE, *FALSE):
        raise _wrong_type(key, node, "`true` or `false`")
    return word in TRUE


def _breaks(node: yaml.Node | None) -> tuple[bool | None, list[Fault]]:
    """Whether lines break; the key may be one of the author's own, with another meaning."""
    word = node.value.lower() if isinstance(node, yaml.ScalarNode) else None
    if node is None or word == "":
        return None, []
    if word in (*TRUE, *FALSE):
        return word in TRUE, []
    message = "`breaks` in the front matter is not `true` or `false`, and is not read"
    hint = "`breaks: true` makes the end of a line a line break on the card"
    return None, [Fault("frontmatter-wrong-type", message, *_place(node), hint)]


def _wrong_type(key: str, node: yaml.Node, wanted: str) -> TextError:
    line, column = _place(node)
    message = f"`{key}` in the front matter is not {wanted}"
    return TextError("frontmatter-wrong-type", message, line, column, length=0)


def _place(node: yaml.Node) -> tuple[int, int]:
    # The block begins below the opening fence, so its first line is the file's second.
    return node.start_mark.line + 2, node.start_mark.column + 1
