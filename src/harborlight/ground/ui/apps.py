"""The ``ui`` app: how everything looks."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, static files and the ``ui`` tag library; no models."""

    name = "harborlight.ground.ui"
    label = "ui"

    def ready(self) -> None:
        """Give form errors our voice before the first form is made."""
        from harborlight.ground.ui.voice import speak

        speak()
