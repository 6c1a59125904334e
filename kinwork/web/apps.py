from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "kinwork.web"
    label = "web"
