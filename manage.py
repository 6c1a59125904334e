#!/usr/bin/env python
"""Django's own commands, for maintainers, as the database's owner; people use `kinwork`."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kinwork.config.settings")
    from django.core.management import execute_from_command_line

    from kinwork.cli.base import with_database

    with with_database("kw_owner"):
        execute_from_command_line(sys.argv)
