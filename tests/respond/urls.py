"""The staff face with respond and what stands below it, so that its pages are tested wherever the rest stands."""

from django.http import HttpResponse
from django.urls import include, path

from harborlight.ground.access.web import public_page


@public_page("stands in for pages above in tests")
def nothing(request: object, **ids: object) -> HttpResponse:
    return HttpResponse()


desk = ([path("child/<uuid:child_id>/", nothing, name="child")], "desk")

urlpatterns = [
    path("", include("harborlight.respond.urls")),
    path("", include("harborlight.library.urls")),
    path("", include(desk)),
    path("out/", nothing, name="account_logout"),
    path("in/", nothing, name="account_login"),
    path("", include("harborlight.ground.ui.urls")),
]
