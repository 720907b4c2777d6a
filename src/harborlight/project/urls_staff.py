"""The staff face. The public pages are served here too, so that one small machine needs one process."""

from django.urls import URLPattern, URLResolver

from harborlight.project.urls_public import urlpatterns as public

urlpatterns: list[URLPattern | URLResolver] = [*public]
