"""What a build writes: the whole package, or a delta, which is only a part of it."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:  # few builds write one
    from obverse.commands.build.since import Delta
    from obverse.link.output import Output


class Target(NamedTuple):
    """The package with everything, and the delta that is written in its place, if one is."""

    whole: Path
    delta: "Delta | None" = None

    @property
    def written(self) -> Path:
        """The package that is written."""
        return self.delta.package if self.delta else self.whole

    def is_written(self, made: "Output") -> bool:
        """Whether there is anything to write: a package without notes would only be a riddle."""
        return not (self.delta and self.delta.part(made).is_empty)
