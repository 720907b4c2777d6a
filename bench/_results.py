"""Writing figures down: one JSON file and one short table per bench, with the machine and the commit they hold for."""

import json
import os
import platform
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

HOME = Path(__file__).resolve().parents[1]
RESULTS = HOME / "bench" / "results"


def machine() -> dict[str, Any]:
    """What the figures were taken on."""
    return {
        "processor": _line("/proc/cpuinfo", "model name"), "cores": os.cpu_count(),
        "memory": _line("/proc/meminfo", "MemTotal"), "system": platform.platform(),
        "python": platform.python_version(), "load": [round(figure, 1) for figure in os.getloadavg()],
    }


def commit() -> str:
    """The commit measured; with a plus when the tree had changes."""
    name = _git("rev-parse", "--short", "HEAD")
    return f"{name}+" if name and _git("status", "--porcelain", "--", "src") else name


def save(name: str, about: str, columns: Sequence[str], rows: Sequence[Mapping[str, Any]], **more: Any) -> None:
    """Write ``results/NAME.json`` and ``results/NAME.md`` and print the table."""
    RESULTS.mkdir(exist_ok=True)
    taken = time.strftime("%Y-%m-%d")
    place = machine()
    facts = {"bench": name, "about": about, "taken": taken, "commit": commit(), "machine": place, "rows": list(rows)}
    (RESULTS / f"{name}.json").write_text(json.dumps({**facts, **more}, indent=1) + "\n")
    table = "\n".join([
        "| " + " | ".join(columns) + " |", "|" + " --- |" * len(columns),
        *("| " + " | ".join(_cell(row.get(column, "")) for column in columns) + " |" for row in rows),
    ])
    note = f"{taken}, commit {facts['commit']}, {place['cores']} cores ({place['processor']}), load {place['load'][0]}"
    (RESULTS / f"{name}.md").write_text(f"# {name}\n\n{about}\n\n{table}\n\n{note}.\n")
    print(f"\n{table}\n\n{note}")


def middle(act: Callable[[], Any], *, times: int = 15, warm: int = 3) -> float:
    """The median seconds of one call, after a few that do not count."""
    for _ in range(warm):
        act()
    return median(seconds(act) for _ in range(times))


def seconds(act: Callable[[], Any]) -> float:
    """The seconds of one call."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:,.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.4f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _line(path: str, start: str) -> str:
    lines = Path(path).read_text().splitlines() if Path(path).exists() else []
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith(start)), "")


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=HOME, capture_output=True, text=True, check=False).stdout.strip()
