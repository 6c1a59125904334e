from django.apps import AppConfig


class DisclosuresConfig(AppConfig):
    name = "kinwork.trust.disclosures"
    label = "disclosures"

    def ready(self) -> None:
        from kinwork.trust.disclosures import jobs, rights  # noqa: F401  (they register themselves)
