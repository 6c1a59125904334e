from django.apps import AppConfig


class ConsentConfig(AppConfig):
    name = "kinwork.trust.consent"
    label = "consent"

    def ready(self) -> None:
        from kinwork.trust.consent import jobs, rights  # noqa: F401  (they register themselves)
