from django.apps import AppConfig


class WaitingConfig(AppConfig):
    name = "kinwork.family.waiting"
    label = "waiting"

    def ready(self) -> None:
        from kinwork.family.waiting import jobs, rights  # noqa: F401  (they register themselves)
