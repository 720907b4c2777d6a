"""Pages are rendered without collected files."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def uncollected(settings: Any) -> None:
    """Static files by their plain names: nothing has to be collected for a test of a page."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture(autouse=True)
def signed_in_is_enough(settings: Any) -> None:
    """Second factor, limits of a session and set-up have their own tests; here a signed-in member is enough."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if ".accounts." not in name]
