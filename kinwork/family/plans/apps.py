from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "kinwork.family.plans"
    label = "plans"

    def ready(self) -> None:
        from kinwork.family.plans import jobs, rights  # noqa: F401  (they register themselves)
