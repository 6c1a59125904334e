from django.apps import AppConfig


class PhrasesConfig(AppConfig):
    name = "kinwork.family.phrases"
    label = "phrases"

    def ready(self) -> None:
        from kinwork.family.phrases import rights  # noqa: F401  (it registers itself)
