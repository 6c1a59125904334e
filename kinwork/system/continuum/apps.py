from django.apps import AppConfig


class ContinuumConfig(AppConfig):
    name = "kinwork.system.continuum"
    label = "continuum"

    def ready(self) -> None:
        from kinwork.system.continuum import jobs, rights  # noqa: F401  (they register themselves)
