"""The public face: what anybody may read without an account. Runs as a process of its own in production."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
