from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "kinwork.family.intake"
    label = "intake"

    def ready(self) -> None:
        from kinwork.family.intake import jobs, rights  # noqa: F401  (they register themselves)
