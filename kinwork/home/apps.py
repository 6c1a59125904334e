from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "kinwork.home"
    label = "home"
