"""Advice: what to write where front matter is not YAML, by the line that YAML stopped at."""

import re

_VALUE = re.compile(r"(\s*(?:- )?)([^\s:#][^:]*): +(\S(?:.*\S)?)\s*")
_NO_SPACE = re.compile(r"([A-Za-z][\w-]*):([^\s:/](?:.*\S)?)\s*")
_COMMENT = re.compile(r"(?<=[:-])[ \t]++(#\S(?:.*\S)?)\s*$")
_TAGS_IN_BRACKETS = re.compile(r"(tags?)\s*:\s*\[([^\]]*#[^\]]*)\]?")
_PAIRS = ("[]", "{}")
_QUOTED = "\"'"


def advice(block: str, number: int, problem: str) -> str:
    """The help for the line (from zero) of a block of front matter where YAML found a problem.

    YAML often stops one line after the one that is wrong: for some faults both are looked at.
    """
    lines = block.split("\n")
    around = [lines[at] for at in (number, number - 1) if 0 <= at < len(lines)]
    if any("\t" in line[: len(line) - len(line.lstrip())] for line in around):
        return "the line is indented with a tab: write spaces instead"
    if found := next(filter(None, map(_TAGS_IN_BRACKETS.match, around)), None):
        first = found[2].replace("#", "").split(",")[0].strip()
        return f"a `#` begins a comment in YAML: write `{found[1]}: [{first}]`, without it"
    if any(line.count(each[0]) > line.count(each[1]) for line in around for each in _PAIRS):
        return "close the bracket on the line where it begins"
    if found := next(filter(None, map(_NO_SPACE.fullmatch, around)), None):
        return f"a space is missing after the colon: write `{found[1]}: {found[2]}`"
    return _of_line(around[0] if around else "", problem)


def _of_line(line: str, problem: str) -> str:
    """The help that only the line itself gives."""
    found = _VALUE.fullmatch(line)
    if not found:
        return "write keys and values, such as `deck: Client care`, each on a line"
    if found[3][0] in _QUOTED:
        return "end the text with the quote that it begins with; a quote within it is doubled"
    value = found[3].replace("'", "''")
    quoted = f"`{found[2].strip()}: '{value}'`"
    if ": " in found[3] or found[3].endswith(":") or "mapping values" in problem:
        return f"a colon in a value needs quotes: write {quoted}"
    return f"a value with such a character needs quotes: write {quoted}"


def comment_in(line: str) -> str:
    """The comment that is all that follows a key or a `-`; nothing if there is none."""
    found = _COMMENT.search(line)
    return found[1] if found else ""
