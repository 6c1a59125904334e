from django.apps import AppConfig


class HsdsConfig(AppConfig):
    name = "kinwork.interop.hsds"
    label = "hsds"
