"""Keeping the server alive and the audit chain sealed, until told to stop."""

import http.client
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from types import FrameType

from django.db import DatabaseError, connection
from django.utils import timezone

from harborlight.ground.audit import api as audit
from harborlight.project.server import HOST, STOP_WITHIN

SEAL_EVERY = 2.0  # seconds; the age of the oldest unsealed event stays below this on a healthy machine
READY_WITHIN = 60.0  # seconds until the first page must answer
DEATHS_ALLOWED = 5  # in a row, each within a minute of its start; then something is wrong that a restart will not mend
SHORT_LIFE = 60.0  # seconds

log = logging.getLogger(__name__)


class Supervisor:
    """One server and one sealer. ``run`` returns the exit code when it is asked to stop."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._stop = threading.Event()
        self._server: subprocess.Popen[bytes] | None = None
        self._deaths = 0
        self._born = 0.0

    def run(self) -> int:
        """Serve and seal until SIGINT, SIGTERM or SIGHUP."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._asked_to_stop)
        self._start()
        try:
            if self._wait_until_ready():
                print(f"\n  Open http://localhost:{self.port}/ in a browser here. Stop with Ctrl-C.", flush=True)
            while not self._stop.wait(SEAL_EVERY):
                if not self._keep_alive():
                    return 1
                seal_all()
        finally:
            self._end()
            seal_all()
        print("\nStopped. Everything accepted is saved.", flush=True)
        return 0

    def _asked_to_stop(self, number: int, frame: FrameType | None) -> None:
        self._stop.set()

    def _start(self) -> None:
        self._born = time.monotonic()
        # A session of its own: Ctrl-C reaches only us, and we stop the server in order.
        self._server = subprocess.Popen(
            [sys.executable, "-P", "-m", "harborlight.project.server", str(self.port), str(os.getpid())],
            start_new_session=True, stdin=subprocess.DEVNULL,
        )

    def _keep_alive(self) -> bool:
        assert self._server is not None
        code = self._server.poll()
        if code is None:
            return True
        short = time.monotonic() - self._born < SHORT_LIFE
        self._deaths = self._deaths + 1 if short else 1
        if self._deaths >= DEATHS_ALLOWED:
            print(f"The server ended {self._deaths} times in a row (code {code}). Its messages are above. "
                  "Nothing that was accepted is lost.", file=sys.stderr)
            return False
        print(f"The server ended by itself (code {code}); starting it again.", file=sys.stderr, flush=True)
        self._start()
        return True

    def _wait_until_ready(self) -> bool:
        end = time.monotonic() + READY_WITHIN
        while time.monotonic() < end and not self._stop.is_set():
            if self._server is not None and self._server.poll() is not None:
                return False  # the loop reports and restarts
            if answers(self.port):
                return True
            self._stop.wait(0.1)
        return False

    def _end(self) -> None:
        if self._server is None or self._server.poll() is not None:
            return
        self._server.terminate()
        try:
            self._server.wait(STOP_WITHIN + 5)
        except subprocess.TimeoutExpired:
            self._server.kill()


def answers(port: int) -> bool:
    """Whether a page comes from there, whatever its status."""
    asking = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        asking.request("GET", "/robots.txt", headers={"X-Forwarded-Proto": "https"})
        asking.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asking.close()
    return True


def seal_all() -> None:
    """Chain what is unsealed. A fault is logged and tried again with the next round; no request waits for it."""
    try:
        while audit.unsealed_since() is not None and audit.seal(timezone.now()):
            pass
    except DatabaseError:
        log.exception("The audit chain could not be sealed; trying again.")
        connection.close()
