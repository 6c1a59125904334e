from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "kinwork.system.evidence"
    label = "evidence"

    def ready(self) -> None:
        from kinwork.system.evidence import rights  # noqa: F401  (it registers itself)
