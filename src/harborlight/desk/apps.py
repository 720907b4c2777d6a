from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "harborlight.desk"
    label = "desk"
