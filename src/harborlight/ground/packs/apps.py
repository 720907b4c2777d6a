"""Django's name for this room."""

from django.apps import AppConfig


class PacksConfig(AppConfig):
    """`ground.packs` as a Django application."""

    name = "harborlight.ground.packs"
    label = "packs"
    default_auto_field = "django.db.models.BigAutoField"
