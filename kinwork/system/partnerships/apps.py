from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "kinwork.system.partnerships"
    label = "partnerships"

    def ready(self) -> None:
        from kinwork.system.partnerships import rights  # noqa: F401  (it registers itself)
