from django.apps import AppConfig


class TeamsConfig(AppConfig):
    name = "kinwork.family.teams"
    label = "teams"

    def ready(self) -> None:
        from kinwork.family.teams import rights  # noqa: F401  (declares itself)
