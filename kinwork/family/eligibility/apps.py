from django.apps import AppConfig


class EligibilityConfig(AppConfig):
    name = "kinwork.family.eligibility"
    label = "eligibility"
