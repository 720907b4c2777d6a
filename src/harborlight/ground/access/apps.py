from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "harborlight.ground.access"
    label = "access"
