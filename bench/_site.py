"""A running example installation, asked over the loopback as a browser asks."""

import gzip
import http.client
import http.cookiejar
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench._results import HOME

PATIENCE = 300.0  # seconds


@dataclass
class Site:
    """One ``harborlight up``: where it is, its process, and the seconds until it said so."""

    port: int
    process: subprocess.Popen[bytes]
    seconds: float

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def site(data: Path, *words: str) -> Iterator[Site]:
    """Start it through the launcher and wait for its address; stop it in order afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = data.with_suffix(".log")
    command = [str(HOME / "harborlight"), "up", "--data", str(data), "--port", str(port), *words]
    started = time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    try:
        while b"Open http" not in log.read_bytes():
            if process.poll() is not None or time.perf_counter() - started > PATIENCE:
                sys.exit(log.read_text())
            time.sleep(0.01)
        yield Site(port, process, time.perf_counter() - started)
    finally:
        process.terminate()
        process.wait(PATIENCE)


@contextmanager
def example_site() -> Iterator[Site]:
    """The invented county in a folder that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="harborlight-bench-") as name, site(Path(name) / "data", "--example") as up:
        yield up


@dataclass(frozen=True)
class Transfer:
    """One answer as it went over the wire: head and body bytes, the unpacked body, seconds."""

    path: str
    status: int
    head: int
    sent: int
    body: bytes
    seconds: float


def fetch(up: Site, path: str) -> Transfer:
    """Ask as a browser does that can unpack gzip; nothing is cached."""
    asking = http.client.HTTPConnection("127.0.0.1", up.port, timeout=30)
    started = time.perf_counter()
    asking.request("GET", path, headers={"Accept-Encoding": "gzip, deflate, br"})
    answer = asking.getresponse()
    sent = answer.read()
    asking.close()
    kind = answer.headers.get("Content-Encoding", "")
    if kind not in ("", "gzip"):
        raise SystemExit(f"{path} is sent as {kind}, which this bench cannot unpack.")
    head = sum(len(name) + len(value) + 4 for name, value in answer.headers.items())
    body = gzip.decompress(sent) if kind == "gzip" else sent
    return Transfer(path, answer.status, head, len(sent), body, time.perf_counter() - started)


class Visitor:
    """Somebody with cookies, who can walk in as a role of the invented county."""

    def __init__(self, up: Site) -> None:
        self.up = up
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._open = urllib.request.build_opener(jar).open

    def get(self, path: str) -> str:
        with self._open(self.up.url + path, timeout=60) as answer:
            text: str = answer.read().decode()
            return text

    def post(self, path: str, **values: str) -> str:
        with self._open(self.up.url + path, urllib.parse.urlencode(values).encode(), timeout=60) as answer:
            text: str = answer.read().decode()
            return text

    def walk_in(self, name: str) -> str:
        """Acknowledge the notice, choose the member by shown name; returns the page one lands on."""
        page = self.get("/")
        if 'action="/example/walk-in/"' not in page:
            page = self.post("/account/notice/", **_hidden(page), next="/")
            page = self.get("/account/login/")
        for form in re.findall(r"<form[^>]*walk-in/.*?</form>", page, re.S):
            if name in form:
                member = re.search(r'name="member"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="member"', form)
                assert member is not None
                return self.post("/example/walk-in/", **{**_hidden(form), "member": member[1] or member[2]})
        raise SystemExit(f"The sign-in page offers no {name}.")


def _hidden(form: str) -> dict[str, str]:
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    return {"csrfmiddlewaretoken": token[1]} if token else {}
