"""A browser, and a small server that answers with what the program answered: no thread ever touches the database."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.test import Client


class Site:
    """Pages by path, as the program answered them. `pages` may be changed while the browser looks."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[str] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                path = self.path if self.path in site.pages else self.path.split("?")[0]
                status, headers, content = site.pages.get(path, (404, {}, b"nothing here"))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def take(self, client: Client, *paths: str) -> None:
        """Ask the program for these and keep its answers."""
        for path in paths:
            response = client.get(path)
            headers = {name: value for name, value in response.items() if name != "Content-Length"}
            self.pages[path] = (response.status_code, headers, response.content)

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def site() -> Iterator[Site]:
    running = Site()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def _browser(chromium: Any) -> Any:
    return chromium


@pytest.fixture
def context(_browser: Any, site: Site) -> Iterator[Any]:
    """A telephone that has never seen the site; it fails the test on any error or complaint of the page."""
    complaints: list[str] = []
    size = {"width": 390, "height": 844}
    phone = _browser.new_context(viewport=size, base_url=site.url, timezone_id="America/Chicago")
    phone.on("weberror", lambda error: complaints.append(str(error.error)))
    phone.on("console", lambda line: complaints.append(line.text) if "Content Security" in line.text else None)
    yield phone
    phone.close()
    assert complaints == []
