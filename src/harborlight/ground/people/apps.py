from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "harborlight.ground.people"
    label = "people"
