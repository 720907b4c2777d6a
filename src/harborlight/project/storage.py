"""What a member reads when the database cannot take a record: the disk is full, or another writer holds on too long.

The transaction was rolled back, so nothing of the step is saved; the form is still in the browser.
"""

from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# Texts of SQLite and of PostgreSQL (class 53, insufficient resources; 55P03, lock not available).
FULL = ("disk is full", "no space left", "disk full", "could not extend file")
BUSY = ("database is locked", "lock timeout", "too many clients")


class StorageMiddleware:
    """Turns a full disk into 507 and a busy database into 503, each with what to do; other faults pass."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        except DatabaseError as error:  # raised by a middleware below, such as the session's
            return self._answer(request, error) or _raise(error)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Called by Django when a view raised."""
        return self._answer(request, error) if isinstance(error, DatabaseError) else None

    def _answer(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        text = str(error).lower()
        if any(words in text for words in FULL):
            return render(request, "507.html", status=507)
        if any(words in text for words in BUSY):
            answer = render(request, "503.html", status=503)
            answer["Retry-After"] = "5"
            return answer
        return None


def _raise(error: Exception) -> HttpResponse:
    raise error
