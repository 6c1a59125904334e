from django.apps import AppConfig


class AppointmentsConfig(AppConfig):
    name = "kinwork.family.appointments"
    label = "appointments"

    def ready(self) -> None:
        from kinwork.family.appointments import jobs, rights  # noqa: F401  (they register themselves)
