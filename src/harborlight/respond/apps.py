from django.apps import AppConfig


class RespondConfig(AppConfig):
    name = "harborlight.respond"
    label = "respond"
