from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "kinwork.family.intake"
    label = "intake"
