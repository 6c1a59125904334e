from django.apps import AppConfig


class FactsConfig(AppConfig):
    name = "kinwork.family.facts"
    label = "facts"

    def ready(self) -> None:
        from kinwork.family.facts import jobs, rights  # noqa: F401
