"""Where the tests find the real data kept beside the project."""

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def shared_path(name: str) -> Path:
    """A file of the shared data. Missing: skipped with a reason, but a failure under CI, where it must be there."""
    path = SHARED / name
    if not path.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"The shared data lack {name}; under CI they must be beside the project.")
        pytest.skip(f"The shared data lack {name}.")
    return path
