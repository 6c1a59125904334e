from django.apps import AppConfig


class FollowupConfig(AppConfig):
    name = "kinwork.family.followup"
    label = "followup"
