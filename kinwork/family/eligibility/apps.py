from django.apps import AppConfig


class EligibilityConfig(AppConfig):
    name = "kinwork.family.eligibility"
    label = "eligibility"

    def ready(self) -> None:
        from django.conf import settings

        from kinwork.library import programs

        programs.use(settings.PROGRAMS)
