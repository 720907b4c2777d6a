from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "harborlight.ground.files"
    label = "files"
