"""Print constraints for the lowest versions that the bounds in pyproject.toml allow.

Only what a user installs is lowered; what the tests need besides is as in constraints.txt.
"""

import re
import sys
import tomllib
from pathlib import Path
from typing import Final

_ROOT: Final = Path(__file__).parents[1]
_BOUND: Final = re.compile(r"([\w.-]+)>=([\w.]+)")


def lowest(project: str, constraints: str) -> list[str]:
    """The constraints, sorted; raises `ValueError` for a dependency without a lower bound."""
    bounds = {}
    for each in tomllib.loads(project)["project"]["dependencies"]:
        found = _BOUND.match(each)
        if not found:
            raise ValueError(f"`{each}` has no lower bound")
        bounds[_key(found[1])] = "==".join(found.groups())
    tested = {_key(line.partition("==")[0]): line for line in constraints.splitlines()}
    return sorted((tested | bounds).values(), key=str.lower)


def _key(name: str) -> str:
    """A name as an index compares it, https://peps.python.org/pep-0503/#normalized-names."""
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    texts = (
        (_ROOT / name).read_text(encoding="utf-8") for name in ("pyproject.toml", "constraints.txt")
    )
    sys.stdout.writelines(f"{each}\n" for each in lowest(*texts))
