from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "kinwork.accounts"
    label = "accounts"
