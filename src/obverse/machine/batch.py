"""A batch: many files that are written, then brought to the disk at once, then all renamed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from obverse.machine import files, parts


@contextmanager
def batch() -> Iterator[Callable[[Path, bytes], None]]:
    """What the block is given writes one file; they take their places if the block succeeds.

    Until then nothing is replaced. Raises `ObverseError` if a file cannot be written.
    """
    written: list[tuple[Path, Path]] = []
    swept: set[Path] = set()
    path = Path()

    def put(wanted: Path, content: bytes) -> None:
        nonlocal path
        path = wanted
        if path.parent not in swept:
            path.parent.mkdir(parents=True, exist_ok=True)
            parts.sweep(path.parent)
            swept.add(path.parent)
        files.check_replaceable(path)
        part = parts.part_of(path)
        with part.open("xb") as stream:
            written.append((part, path))
            stream.write(content)

    try:
        yield put
        parts.sync_all(part for part, _ in written)
        for part, path in written:
            part.replace(path)
        parts.sync_folders(swept)
    except OSError as error:
        raise files.cannot_write(path, error) from error
    finally:
        for part, _ in written:
            with suppress(OSError):
                part.unlink(missing_ok=True)
