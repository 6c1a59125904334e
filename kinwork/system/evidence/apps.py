from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "kinwork.system.evidence"
    label = "evidence"

    def ready(self) -> None:
        from kinwork.system.evidence import jobs, rights  # noqa: F401  (they register themselves)
