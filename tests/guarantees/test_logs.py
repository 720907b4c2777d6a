"""No personal data in a log, whatever goes wrong."""

import io
import logging

import pytest
from django.conf import settings
from django.db import IntegrityError, connection
from django.test import Client
from django.utils.log import configure_logging

from harborlight.desk.views import search
from harborlight.ground.access.api import Role
from tests.builders import a_child, an_actor, signed_in

CANARY = "Zzyzxqueline Canarysdottir"


@pytest.fixture
def log():
    """Everything the configured handler writes, at the most talkative level."""
    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)
    written = io.StringIO()
    (handler,) = logging.getLogger().handlers[-1:]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(written)
    kept = logging.getLogger().level
    logging.getLogger().setLevel(logging.DEBUG)
    yield written
    logging.getLogger().setLevel(kept)
    logging.getLogger().removeHandler(handler)


def silent_about(log: io.StringIO) -> bool:
    text = log.getvalue().lower()
    return not any(word in text for word in CANARY.lower().split())


@pytest.mark.django_db
def test_ordinary_work_leaves_no_name_in_the_log(log):
    investigator = an_actor(Role.INVESTIGATOR)
    child = a_child(investigator, CANARY)
    client = signed_in(investigator)
    client.post("/search/", {"text": CANARY})
    client.post("/child/new/", {"name": CANARY, "age": "no number"})
    client.get(f"/child/{child}/")
    client.get("/nothing/here/", {"name": CANARY})
    Client().post("/account/login/", {"login": CANARY, "password": CANARY})
    Client(enforce_csrf_checks=True).post("/account/login/", {"login": CANARY})
    assert silent_about(log)


@pytest.mark.django_db
def test_a_fault_is_logged_by_its_place_and_not_by_its_text(log, monkeypatch):
    def fails(*args, **kwargs):
        secret = CANARY
        try:
            raise ValueError(f"no such name: {secret}")
        except ValueError as error:
            raise RuntimeError(CANARY) from error

    monkeypatch.setattr(search, next(name for name in ("find", "render") if hasattr(search, name)), fails)
    client = signed_in(an_actor(Role.INVESTIGATOR))
    client.raise_request_exception = False
    assert client.post("/search/", {"text": CANARY}).status_code == 500
    text = log.getvalue()
    assert "RuntimeError" in text
    assert "ValueError" in text
    assert "test_logs.py" in text
    assert silent_about(log)


@pytest.mark.django_db
def test_a_database_that_quotes_the_row_is_not_quoted(log):
    with connection.cursor() as cursor, pytest.raises(Exception) as raised:
        cursor.execute("SELECT * FROM nowhere WHERE name = %s", [CANARY])
    logging.getLogger("harborlight").error("A statement failed.", exc_info=raised.value)
    logging.getLogger("harborlight").error("Another.", exc_info=IntegrityError(f"Key (name)=({CANARY}) exists."))
    assert "A statement failed." in log.getvalue()
    assert silent_about(log)
