from django.apps import AppConfig


class ContactConfig(AppConfig):
    name = "kinwork.family.contact"
    label = "contact"
