from django.apps import AppConfig


class TimelinesConfig(AppConfig):
    name = "kinwork.family.timelines"
    label = "timelines"

    def ready(self) -> None:
        from kinwork.family.timelines import jobs, rights  # noqa: F401  (they register themselves)
