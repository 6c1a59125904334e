from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "kinwork.family.referrals"
    label = "referrals"

    def ready(self) -> None:
        from kinwork.family.referrals import jobs, rights  # noqa: F401  (they register themselves)
