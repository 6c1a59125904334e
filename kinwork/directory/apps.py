from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "kinwork.directory"
    label = "directory"

    def ready(self) -> None:
        from kinwork.directory import jobs  # noqa: F401  (its jobs register themselves)
