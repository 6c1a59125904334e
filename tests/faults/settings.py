"""The tests' settings with the driver's pool, as a real installation has it."""

from kinwork.config.database import database
from kinwork.config.settings_test import *  # noqa: F403
from kinwork.config.settings_test import DATA_DIR, DATABASE_URLS, DATABASES, LOGIN

DATABASES["default"] = database(
    DATABASE_URLS, DATA_DIR, login=LOGIN, pool=LOGIN == "kw_web", prepare=True
)
