from django.apps import AppConfig


class BarriersConfig(AppConfig):
    name = "kinwork.system.barriers"
    label = "barriers"

    def ready(self) -> None:
        from kinwork.system.barriers import rights  # noqa: F401  (it registers itself)
