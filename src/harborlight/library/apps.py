from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "harborlight.library"
    label = "library"
