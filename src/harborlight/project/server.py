"""The serving process: granian with two workers of one thread each, on loopback.

Started by ``supervise`` as ``python -m harborlight.project.server PORT PARENT``. One thread per worker, because SQLite
starves writers that share a process (docs/decisions/0002-stack.md).
"""

import ctypes
import os
import signal
import socket
import sys
from collections.abc import Callable
from typing import Any

from harborlight.project.datafolder import FolderRefused

HOST = "127.0.0.1"
WORKERS = 2
STOP_WITHIN = 10  # seconds a worker may take to finish its request
PR_SET_PDEATHSIG = 1  # Linux prctl(2): the signal a process gets when its parent dies


def check_port(port: int) -> None:
    """Raise FolderRefused when another program listens there."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError as error:
            raise FolderRefused(f"Port {port} may not be used by this account. Give one above 1023.") from error
        except OSError as error:
            raise FolderRefused(
                f"Port {port} is used by another program. Stop that one, or give another: --port {port + 1}."
            ) from error


def serve(port: int, parent: int) -> None:
    """Serve until told to stop. Ends by itself when the supervisor ``parent`` is gone."""
    end_with(parent)
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    Server(
        "harborlight.project.server:worker", factory=True, interface=Interfaces.WSGI, address=HOST, port=port,
        workers=WORKERS, blocking_threads=1, http=HTTPModes.http1, websockets=False, log_level=LogLevels.error,
        respawn_failed_workers=True, workers_kill_timeout=STOP_WITHIN,
    ).serve()


def worker() -> Callable[..., Any]:
    """The application, loaded in each worker. A worker outlives neither its server nor the supervisor."""
    end_with(os.getppid())
    from harborlight.project.wsgi import application

    return application


def end_with(parent: int) -> None:
    """Ask the kernel to end this process when ``parent`` dies, so that kill -9 leaves nobody serving."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it died before we could ask
        sys.exit(1)


if __name__ == "__main__":
    serve(int(sys.argv[1]), int(sys.argv[2]))
