"""Saying what is being done, and how long it took. Progress is drawn on a terminal only."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO


class Steps:
    """A list of steps on the screen, each with its seconds.

    with steps("Database") as step:
        step.progress(3, 40)
        step.result = "40 migrations"
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stdout

    @contextmanager
    def __call__(self, title: str) -> Iterator["Step"]:
        step = Step(title, self.stream)
        step.draw("…")
        started = time.monotonic()
        yield step
        step.finish(time.monotonic() - started)


class Step:
    """One running step. ``result`` is what its line ends with; an empty one leaves no line behind."""

    def __init__(self, title: str, stream: TextIO) -> None:
        self.title = title
        self.result = "ready"
        self._stream = stream
        self._live = stream.isatty()

    def progress(self, done: int, total: int | None = None) -> None:
        """Show how far the step is."""
        self.draw(f"{done} of {total}" if total else str(done))

    def draw(self, text: str) -> None:
        """Rewrite the line; silent when the output is not a terminal."""
        if self._live:
            self._stream.write(f"\r  {self.title:<12} {text:<40}")
            self._stream.flush()

    def finish(self, seconds: float) -> None:
        """Leave the line as it stays."""
        start = "\r" if self._live else ""
        self._stream.write(f"{start}  {self.title:<12} {self.result:<40} {seconds:6.1f} s\n")
        self._stream.flush()
