from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "kinwork.demo"
    label = "demo"

    def ready(self) -> None:
        from kinwork.demo import guard  # noqa: F401  (it registers its checks)
