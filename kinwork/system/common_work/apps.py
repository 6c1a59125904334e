from django.apps import AppConfig


class CommonWorkConfig(AppConfig):
    name = "kinwork.system.common_work"
    label = "common_work"

    def ready(self) -> None:
        from kinwork.system.common_work import rights  # noqa: F401  (it registers itself)
