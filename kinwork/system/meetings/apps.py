from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "kinwork.system.meetings"
    label = "meetings"

    def ready(self) -> None:
        from kinwork.system.meetings import jobs, rights  # noqa: F401  (they register themselves)
