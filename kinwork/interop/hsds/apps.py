from django.apps import AppConfig


class HsdsConfig(AppConfig):
    name = "kinwork.interop.hsds"
    label = "hsds"

    def ready(self) -> None:
        from kinwork.interop.hsds import rights  # noqa: F401  (it registers itself)
