from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "kinwork.family.programs"
    label = "programs"

    def ready(self) -> None:
        from kinwork.family.programs import queries, rights  # noqa: F401  (they register themselves)
        from kinwork.library import programs

        programs.join(queries.here)
