from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "kinwork.accounts"
    label = "accounts"

    def ready(self) -> None:
        from kinwork.accounts import jobs, rights  # noqa: F401  (they register themselves)
        from kinwork.accounts.actions import spare_codes

        spare_codes.install()
