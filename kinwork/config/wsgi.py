"""What the web server serves: `kinwork.config.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

from kinwork.config.outgoing import install, listed

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kinwork.config.settings")
application = get_wsgi_application()
install(listed())
