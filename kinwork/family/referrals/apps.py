from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "kinwork.family.referrals"
    label = "referrals"
