from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    name = "kinwork.family.complaints"
    label = "complaints"

    def ready(self) -> None:
        from kinwork.family.complaints import jobs, rights  # noqa: F401  (they register themselves)
