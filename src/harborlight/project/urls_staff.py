"""The staff face. Each module's addresses hold its public ones too, so that one small machine needs one process."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("harborlight.desk.urls")),
    path("", include("harborlight.respond.urls")),
    path("", include("harborlight.recognize.urls")),
    path("", include("harborlight.library.urls")),
    path("", include("harborlight.ground.accounts.urls")),
    path("", include("harborlight.ground.files.urls")),
    path("", include("harborlight.ground.ui.urls")),
]
if settings.EXAMPLE:
    urlpatterns.append(path("example/", include("harborlight.project.example.urls")))
