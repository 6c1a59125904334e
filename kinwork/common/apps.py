from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "kinwork.common"
    label = "common"
