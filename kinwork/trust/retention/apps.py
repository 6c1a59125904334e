from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "kinwork.trust.retention"
    label = "retention"

    def ready(self) -> None:
        from kinwork.trust.retention import jobs, rights  # noqa: F401  (they register themselves)
