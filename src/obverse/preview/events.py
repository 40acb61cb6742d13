"""Events: what the server tells the open pages; a thread waits for it with each that listens.

All tabs of a browser listen together (`page/listener.js`).
"""

import json
import secrets
from collections.abc import Iterator
from queue import Empty, SimpleQueue
from threading import Lock as Mutex
from typing import Any

BEAT = 5.0  # seconds after which a page that is gone is noticed
_MOST = 20  # browsers, or pages of one that has no shared workers


class Events:
    """The pages that listen, each with what it was not told yet."""

    def __init__(self) -> None:
        """Nobody listens. `run` names this run: a page of an earlier one is loaded again."""
        self.run = secrets.token_hex(8)
        self._queues: list[SimpleQueue[str]] = []
        self._mutex = Mutex()

    @property
    def listening(self) -> int:
        """How many connections are open."""
        return len(self._queues)

    def tell(self, kind: str, values: dict[str, Any]) -> None:
        """Tell all of them."""
        line = f"event: {kind}\ndata: {json.dumps(values)}\n\n"
        with self._mutex:
            for each in self._queues:
                each.put(line)

    def listen(self) -> Iterator[bytes]:
        """What a page is told, as server-sent events; empty comments say that we are here."""
        queue: SimpleQueue[str] = SimpleQueue()
        with self._mutex:
            self._queues.append(queue)
            del self._queues[:-_MOST]
        try:
            here = json.dumps({"run": self.run})
            yield f"retry: 500\nevent: here\ndata: {here}\n\n".encode()
            while queue in self._queues:
                try:
                    yield queue.get(timeout=BEAT).encode()
                except Empty:
                    yield b": \n\n"
        finally:
            with self._mutex:
                if queue in self._queues:
                    self._queues.remove(queue)
