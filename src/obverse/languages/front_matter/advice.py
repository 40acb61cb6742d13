"""Advice: what to write where front matter is not YAML, by the line that YAML stopped at."""

from obverse.machine.late import late

_VALUE = late(r"(\s*(?:- )?)([^\s:#][^:]*): +(\S(?:.*\S)?)\s*")
_NAME = r"\A([A-Za-z][\w-]*)"
_STUCK = late(rf"{_NAME}:([^\s:/](?:.*\S)?)\s*")
_NO_BREAK = late(rf"{_NAME}:[^\S ](.*)")
_EQUALS = late(rf"{_NAME} ?= ?(.*)")
_DASH = late(r"\A\s*+-([^\s-].*)")
_SIGNS = {
    _STUCK: r"a space is missing after the colon: write `\1: \2`",
    _NO_BREAK: r"after the colon is not a plain space: write `\1: \2`",
    _EQUALS: r"after a key comes a colon: write `\1: \2`",
    _DASH: r"a space is missing after the `-`: write `- \1`",
}
_COMMENT = late(r"(?<=[:-])[ \t]++(#\S(?:.*\S)?)\s*$")
_TAGS_IN_BRACKETS = late(r"(tags?)\s*:\s*\[([^\]]*#[^\]]*)\]?")
_PAIRS = ("[]", "{}")
_QUOTED = "\"'"


def advice(block: str, number: int, problem: str) -> str:
    """The help for the line (from zero) of a block of front matter where YAML found a problem.

    YAML often stops one line after the one that is wrong: for some faults both are looked at.
    """
    lines = block.split("\n")
    if any(line.startswith("## ") for line in lines):
        return "the `---` in the first line begins front matter: delete it if it is only a rule"
    around = [lines[at] for at in (number, number - 1) if 0 <= at < len(lines)]
    if any("\t" in line[: len(line) - len(line.lstrip())] for line in around):
        return "the line is indented with a tab: write spaces instead"
    if found := next(filter(None, map(_TAGS_IN_BRACKETS.match, around)), None):
        first = found[2].replace("#", "").split(",")[0].strip()
        return f"a `#` begins a comment in YAML: write `{found[1]}: [{first}]`, without it"
    if any(line.count(each[0]) > line.count(each[1]) for line in around for each in _PAIRS):
        return "close the bracket on the line where it begins"
    for pattern, help_ in _SIGNS.items():
        if found := next(filter(None, map(pattern.fullmatch, around)), None):
            return found.expand(help_)
    return _of_line(around[0] if around else "", problem)


def _of_line(line: str, problem: str) -> str:
    """The help that only the line itself gives."""
    found = _VALUE.fullmatch(line)
    if not found:
        return "write keys and values, such as `deck: Client care`, each on a line"
    if found[3][0] in _QUOTED:
        return "end the text with the quote that it begins with; a quote within it is doubled"
    value = found[3].replace("'", "''")
    if found[3].startswith("[") and found[3].endswith("]"):
        some = (each.strip() for each in value[1:-1].split(","))
        listed = ", ".join(each if each[:1].isalnum() else f"'{each}'" for each in some if each)
        return f"a value with such a character needs quotes: write `{found[2].strip()}: [{listed}]`"
    quoted = f"`{found[2].strip()}: '{value}'`"
    if ": " in found[3] or found[3].endswith(":") or "mapping values" in problem:
        return f"a colon in a value needs quotes: write {quoted}"
    return f"a value with such a character needs quotes: write {quoted}"


def comment_in(line: str) -> str:
    """The comment that is all that follows a key or a `-`; nothing if there is none."""
    found = _COMMENT.search(line)
    return found[1] if found else ""
