from django.apps import AppConfig


class FactsConfig(AppConfig):
    name = "kinwork.family.facts"
    label = "facts"
