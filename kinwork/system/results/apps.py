from django.apps import AppConfig


class ResultsConfig(AppConfig):
    name = "kinwork.system.results"
    label = "results"

    def ready(self) -> None:
        from kinwork.system.results import rights  # noqa: F401  (it registers itself)
