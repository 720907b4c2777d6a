from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "harborlight.ground.vault"
    label = "vault"
