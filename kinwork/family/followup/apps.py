from django.apps import AppConfig


class FollowupConfig(AppConfig):
    name = "kinwork.family.followup"
    label = "followup"

    def ready(self) -> None:
        from kinwork.family.followup import jobs, rights  # noqa: F401  (they register themselves)
