from django.apps import AppConfig


class ConferencesConfig(AppConfig):
    name = "kinwork.family.conferences"
    label = "conferences"

    def ready(self) -> None:
        from kinwork.family.conferences import rights  # noqa: F401  (declares itself)
