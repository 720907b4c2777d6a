"""Log lines without anybody's data.

An exception's text may quote what was typed or stored (a database names the value that collided), so a traceback is
written as its kind and its places in the code, without its text and without values.
"""

import logging
import traceback
from types import TracebackType
from typing import Any


class PlacesOnly(logging.Formatter):
    """Formats exceptions as type and places; the message of the log call itself holds ids and codes only."""

    def formatException(self, ei: Any) -> str:  # noqa: N802  # logging's own name
        """``TypeName`` for each exception of the chain, newest last, then file, line and function of each frame."""
        return "\n".join(_told(error) for error in reversed(_chain(ei[1])))

    def formatStack(self, stack_info: str) -> str:  # noqa: N802
        """Nothing: a stack is as telling as its source lines."""
        return ""


def _chain(error: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found


def _told(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__} at\n{_places(error.__traceback__)}"


def _places(trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)
    return "\n".join(f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
