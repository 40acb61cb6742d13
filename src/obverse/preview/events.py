"""Events: what the server tells the open pages, each of which waits for it in a thread."""

import json
from collections.abc import Iterator
from queue import Empty, SimpleQueue
from threading import Lock as Mutex
from typing import Any

BEAT = 5.0  # seconds after which a page that is gone is noticed
_MOST = 20  # pages that listen at once


class Events:
    """The pages that listen, each with what it was not told yet."""

    def __init__(self) -> None:
        """Nobody listens."""
        self._queues: list[SimpleQueue[str]] = []
        self._mutex = Mutex()

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
            yield b"retry: 500\nevent: here\ndata: {}\n\n"
            while queue in self._queues:
                try:
                    yield queue.get(timeout=BEAT).encode()
                except Empty:
                    yield b": \n\n"
        finally:
            with self._mutex:
                if queue in self._queues:
                    self._queues.remove(queue)
