from django.apps import AppConfig


class ConsentConfig(AppConfig):
    name = "kinwork.trust.consent"
    label = "consent"
