from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "kinwork.family.programs"
    label = "programs"

    def ready(self) -> None:
        from kinwork.family.programs import rights  # noqa: F401  (it registers itself)
