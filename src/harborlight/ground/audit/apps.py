from django.apps import AppConfig
from django.db.backends.signals import connection_created


class AuditConfig(AppConfig):
    name = "harborlight.ground.audit"
    label = "audit"

    def ready(self) -> None:
        from harborlight.ground.audit import guard

        connection_created.connect(guard.install, dispatch_uid="audit-guard")
