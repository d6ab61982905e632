"""One thread that plans behind the screen, kept for the life of the app: a thread and a worker each edit would cost milliseconds."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Planning:
    """Runs the newest job of each key; an older one that has not begun is dropped. Nobody waits for it."""

    def __init__(self, told: Callable[[Exception], None]) -> None:
        """`told` hears, in the thread, of a job that failed."""
        self._told = told
        self._jobs: dict[int, Callable[[], None]] = {}
        self._wake = threading.Condition()
        self._thread: threading.Thread | None = None
        self._stopped = False
        self._running = False

    @property
    def busy(self) -> bool:
        """Whether a job waits or runs; what the last one posted is in the app's queue once it is not."""
        with self._wake:
            return bool(self._jobs) or self._running

    def ask(self, key: int, job: Callable[[], None]) -> None:
        """Run a job soon, in place of one with the same key."""
        with self._wake:
            self._jobs.pop(key, None)
            self._jobs[key] = job
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="planning", daemon=True)
                self._thread.start()
            self._wake.notify()

    def stop(self) -> None:
        """End after the job under way."""
        with self._wake:
            self._stopped = True
            self._wake.notify()

    def _run(self) -> None:
        while True:
            with self._wake:
                self._running = False
                while not self._jobs and not self._stopped:
                    self._wake.wait()
                if self._stopped:
                    return
                job = self._jobs.pop(next(iter(self._jobs)))
                self._running = True
            try:
                job()
            except Exception as error:  # the next edit is planned all the same
                self._told(error)
