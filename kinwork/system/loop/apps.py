from django.apps import AppConfig


class LoopConfig(AppConfig):
    name = "kinwork.system.loop"
    label = "loop"

    def ready(self) -> None:
        from kinwork.system.loop import jobs, rights  # noqa: F401  (they register themselves)
