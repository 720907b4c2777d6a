"""Django's name for this room."""

from django.apps import AppConfig
from django.conf import settings


class PacksConfig(AppConfig):
    """`ground.packs` as a Django application."""

    name = "harborlight.ground.packs"
    label = "packs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Packs the agency added itself stand in its data folder."""
        from harborlight.ground.packs.api import add_root

        add_root(str(settings.FOLDER.path / "packs"))
