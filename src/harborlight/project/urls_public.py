"""The public face: what anybody may read without an account. Runs as a process of its own in production.

A guarantee test and an import contract hold that nothing here reaches a record of a child.
"""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("harborlight.recognize.urls_public")),
    path("", include("harborlight.library.urls_public")),
]
