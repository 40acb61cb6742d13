"""Finds drop-ins: one file or folder for each kind of card, rule, format, extension and so on."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any


@cache
def names(package: str) -> tuple[str, ...]:
    """The drop-ins below `package`, by public name (`empty_back.py` is `empty-back`), sorted.

    None is imported, so a command that needs one drop-in imports only one.
    """
    spec = find_spec(package)
    folders = (spec and spec.submodule_search_locations) or ()
    found = (
        path.stem if path.suffix == ".py" else path.name
        for folder in folders
        for path in Path(folder).iterdir()
        if (path.suffix == ".py" and path.stem != "__init__") or (path / "__init__.py").is_file()
    )
    return tuple(sorted(name.replace("_", "-") for name in found))


@cache
def load(package: str, name: str, attribute: str) -> Any:  # noqa: ANN401  # the caller's contract
    """The typed value `attribute` of the drop-in with this public name.

    Raises `LookupError` if there is no such drop-in.
    """
    if name not in names(package):
        raise LookupError(name)
    return getattr(import_module(f"{package}.{name.replace('-', '_')}"), attribute)


def load_all(package: str, attribute: str) -> dict[str, Any]:
    """Every drop-in of `package` by public name, in the order of the names."""
    return {name: load(package, name, attribute) for name in names(package)}
