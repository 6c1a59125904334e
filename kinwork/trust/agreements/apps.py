from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "kinwork.trust.agreements"
    label = "agreements"
