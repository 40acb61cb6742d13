"""Which files: what the settings `content`, `include` and `exclude` may be."""

from typing import Any

from obverse.errors import TextError


def folders(value: Any, line: int) -> tuple[str, ...]:  # noqa: ANN401  # TOML's values
    """A list of folders that has one. Raises `TextError`."""
    if value and all(isinstance(each, str) and each for each in value):
        return tuple(value)
    message = "`content` is not a folder or a list of folders"
    hint = 'write it as `content = "notes"` or `content = ["notes", "tables"]`'
    raise TextError("config-wrong-type", message, line, length=len("content"), hint=hint)


def checked_glob(key: str, written: str, line: int) -> str:
    """A glob that can match something; `!` and `..` are of other dialects. Raises `TextError`."""
    names = written.strip("/").split("/")
    if written.startswith("!"):
        message = f"`{written}` in `{key}` begins with `!`, which has no meaning here"
        hint = "`exclude` leaves out, and `include` names what is read"
    elif not written.strip("/ ") or ".." in names or "\0" in written:
        message = f"`{written!a}`"[:60] + f" in `{key}` cannot match a file"
        hint = "globs are below the content folder, such as `drafts/` or `*.draft.md`"
    else:
        return written
    raise TextError("config-wrong-type", message, line, length=len(key), hint=hint)
