from django.apps import AppConfig


class VoiceConfig(AppConfig):
    name = "kinwork.system.voice"
    label = "voice"

    def ready(self) -> None:
        from kinwork.system.voice import jobs, rights  # noqa: F401  (they register themselves)
