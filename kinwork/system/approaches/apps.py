from django.apps import AppConfig


class ApproachesConfig(AppConfig):
    name = "kinwork.system.approaches"
    label = "approaches"

    def ready(self) -> None:
        from kinwork.system.approaches import rights  # noqa: F401  (it registers itself)
