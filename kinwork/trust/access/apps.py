from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "kinwork.trust.access"
    label = "access"
