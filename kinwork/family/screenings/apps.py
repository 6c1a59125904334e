from django.apps import AppConfig


class ScreeningsConfig(AppConfig):
    name = "kinwork.family.screenings"
    label = "screenings"

    def ready(self) -> None:
        from kinwork.family.screenings import rights  # noqa: F401  (it registers itself)
