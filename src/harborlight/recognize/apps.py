from django.apps import AppConfig


class RecognizeConfig(AppConfig):
    """Instruments, screenings and the field card."""

    name = "harborlight.recognize"
    label = "recognize"
