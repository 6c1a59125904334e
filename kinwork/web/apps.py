from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "kinwork.web"
    label = "web"

    def ready(self) -> None:
        """Spanish follows its sources; an installation that cannot be written keeps what it has."""
        from kinwork.web import fresh

        fresh.spanish()
