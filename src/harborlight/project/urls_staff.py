"""The staff face. The public pages are served here too, so that one small machine needs one process."""

from django.urls import URLPattern, URLResolver, include, path

from harborlight.project.urls_public import urlpatterns as public

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("harborlight.ground.ui.urls")),
    *public,
]
