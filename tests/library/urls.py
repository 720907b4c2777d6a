"""The staff face with the library alone, so that its pages are tested wherever the rest stands."""

from django.http import HttpResponse
from django.urls import include, path

from harborlight.ground.access.web import public_page


@public_page("stands in for sign-out in tests")
def nothing(request: object) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    path("", include("harborlight.library.urls")),
    path("out/", nothing, name="account_logout"),
    path("in/", nothing, name="account_login"),
    path("", include("harborlight.ground.ui.urls")),
]
