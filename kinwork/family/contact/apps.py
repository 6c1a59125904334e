from django.apps import AppConfig


class ContactConfig(AppConfig):
    name = "kinwork.family.contact"
    label = "contact"

    def ready(self) -> None:
        from kinwork.family.contact import jobs, rights  # noqa: F401  (they register themselves)
