"""Addresses for tests of the look alone: ours, and a stand-in for the sign-out of accounts."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [
    path("", include("harborlight.ground.ui.urls")),
    path("account/logout/", nothing, name="account_logout"),
    path("inbox/", nothing, name="inbox"),
]
