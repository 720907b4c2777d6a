"""What every page of respond needs: the way back, the language, and acts that answer with a sentence."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from harborlight.ground.access.api import Refused
from harborlight.ground.access.web import StaffRequest


def language() -> str:
    """The reader's language, as packs name it."""
    return "es" if (get_language() or "en").startswith("es") else "en"


def child_url(child_id: str) -> str:
    """The child's page, which belongs to a module above; empty where there is none."""
    try:
        return reverse(settings.CHILD_PAGE, args=[child_id])
    except NoReverseMatch:
        return ""


def back(response_id: str, place: str = "") -> HttpResponse:
    """To the response's page, at one place of it."""
    return redirect(reverse("respond:response", args=[response_id]) + (f"#{place}" if place else ""))


def done(request: StaffRequest, act: Callable[[], object], said: str) -> bool:
    """Do the act and say so; a refusal becomes a warning with its sentence. Answers whether it was done."""
    try:
        act()
    except Refused as refused:
        messages.warning(request, str(refused))
        return False
    if said:
        messages.success(request, said)
    return True
