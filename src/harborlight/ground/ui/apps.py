"""The ``ui`` app: how everything looks."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, static files and the ``ui`` tag library; no models."""

    name = "harborlight.ground.ui"
    label = "ui"
