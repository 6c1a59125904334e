from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "kinwork.directory"
    label = "directory"
