from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "kinwork.trust.access"
    label = "access"

    def ready(self) -> None:
        from kinwork.trust.access import jobs, matching, rights  # noqa: F401  (they register)
