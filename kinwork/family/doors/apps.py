from django.apps import AppConfig


class DoorsConfig(AppConfig):
    name = "kinwork.family.doors"
    label = "doors"

    def ready(self) -> None:
        from kinwork.family.doors import rights  # noqa: F401  (it registers itself)
