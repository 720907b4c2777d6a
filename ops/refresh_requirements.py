"""Writes the hash-pinned requirement files anew from pyproject.toml: ``python ops/refresh_requirements.py``.

Uses uv, which is fetched into a folder of its own and thrown away. The exports name no package index, so an
agency's own mirror works. Versions younger than a week are left alone: most bad releases are withdrawn within days.
"""

import subprocess
import sys
import tempfile
import venv
from datetime import UTC, datetime, timedelta
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
PROJECT = HOME / "pyproject.toml"
SETTLED = timedelta(days=7)
SETS: dict[str, tuple[str, ...]] = {
    "core": (),
    "postgres": ("--extra", "postgres"),
    "dev": ("--group", f"{PROJECT}:dev"),
}


def main() -> int:
    """Refresh every set, or those named; with --upgrade also to newer versions."""
    words = sys.argv[1:]
    upgrade = ["--upgrade"] if "--upgrade" in words else []
    names = [word for word in words if word in SETS] or list(SETS)
    until = (datetime.now(UTC) - SETTLED).isoformat(timespec="seconds")
    with tempfile.TemporaryDirectory(prefix="harborlight-uv-") as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / "bin" / "python"
        subprocess.run([python, "-m", "pip", "install", "--quiet", "uv"], check=True)
        for name in names:
            target = HOME / "requirements" / f"{name}.txt"
            subprocess.run(
                [
                    python, "-m", "uv", "pip", "compile", PROJECT, *SETS[name], "--universal",
                    "--python-version", "3.11",
                    "--generate-hashes", "--no-header", "--no-emit-index-url", "--no-emit-find-links", "--quiet",
                    "--exclude-newer", until, *upgrade, "--output-file", target,
                ],
                check=True, cwd=HOME,
            )
            print(f"{target.relative_to(HOME)}: {target.read_text().count('==')} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
