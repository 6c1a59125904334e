from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "kinwork.trust.agreements"
    label = "agreements"

    def ready(self) -> None:
        from kinwork.trust.agreements import jobs, rights  # noqa: F401  (they register themselves)
