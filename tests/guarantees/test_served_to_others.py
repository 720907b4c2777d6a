"""What changes when an installation is reached under a host name: everything goes over TLS, cookies included."""

import json
import os
import subprocess
import sys
from pathlib import Path

from harborlight.project import datafolder

ASK = """
import json, sys
from harborlight.project import settings as s
json.dump([s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS], sys.stdout)
"""


def settings_of(folder: Path) -> list[object]:
    environment = {**os.environ, "HARBORLIGHT_DATA": str(folder)}
    answer = subprocess.run([sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, check=True)
    return list(json.loads(answer.stdout))


def test_under_a_host_name_cookies_and_pages_go_over_tls_only(tmp_path: Path):
    folder = tmp_path / "data"
    datafolder.create(folder, mode="production")
    assert settings_of(folder) == [False, False, False, 0], "on loopback there is no TLS to ask for"
    config = folder / "harborlight.toml"
    config.write_text(config.read_text().replace("hosts = []", 'hosts = ["harbor.example"]'))
    assert settings_of(folder) == [True, True, True, 31_536_000]
