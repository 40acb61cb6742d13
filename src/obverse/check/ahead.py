"""Ahead: rules that take long run in another process, which begins before anything is linked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache

from obverse.check import rules
from obverse.check.review import Running, Wanted, run_rule, source_lines
from obverse.check.view import Reading
from obverse.link.assign_decks import assign_decks
from obverse.link.dedupe import dedupe
from obverse.machine import codec
from obverse.machine.fork import aside, is_alone, is_split
from obverse.project.job import Job
from obverse.values.compiled import Compiled
from obverse.values.diagnostic import Diagnostic

_WORTH_IT = 2_000  # cards: fewer are looked at while another process would begin
_Found = tuple[tuple[Diagnostic, ...], ...]


class Begun:
    """What `begin` began; `running` is what a review is to be run with."""

    def __init__(self, sources: Mapping[str, bytes], wanted: Wanted, stack: ExitStack) -> None:
        """Nothing began; `stack` ends what does."""
        self.running = Running()
        self._sources, self._wanted, self._stack = sources, wanted, stack

    def begin(self, job: Job, compiled: Sequence[Compiled]) -> None:
        """Begin the rules that take long, where there is enough to do, with what is compiled."""
        names = [
            name for name in filter(self._wanted.runs, rules.names()) if rules.takes_long(name)
        ]
        is_worth_it = sum(each.cards for each in compiled) >= _WORTH_IT
        if names and is_worth_it and is_split() and is_alone():
            some = _elsewhere(names, job, compiled, self._sources)
            self.running = self._stack.enter_context(some)


@contextmanager
def begun_ahead(sources: Mapping[str, bytes], wanted: Wanted) -> Iterator[Begun]:
    """What can begin rules on these sources, and has ended them when the block ends."""
    with ExitStack() as stack:
        yield Begun(sources, wanted, stack)


@contextmanager
def _elsewhere(
    names: Sequence[str], job: Job, compiled: Sequence[Compiled], sources: Mapping[str, bytes]
) -> Iterator[Running]:
    def work() -> Iterator[bytes]:
        notes = dedupe(assign_decks(compiled, job), job.project.settings.duplicates).notes
        lines = {path: source_lines(path, raw) for path, raw in sources.items()}
        reading = Reading(notes, lines, {})
        yield codec.dumps(tuple(tuple(run_rule(name, reading)) for name in names)).encode()

    with aside(work) as received:

        @cache
        def found() -> Mapping[str, Sequence[Diagnostic]]:
            return dict(zip(names, codec.loads(_Found, received()), strict=True))

        def run(name: str, reading: Reading) -> Iterable[Diagnostic]:
            return found()[name] if name in names else run_rule(name, reading)

        yield Running(run)
