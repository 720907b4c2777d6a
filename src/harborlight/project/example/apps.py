from django.apps import AppConfig


class ExampleConfig(AppConfig):
    name = "harborlight.project.example"
    label = "example"
