"""WSGI entry point for gunicorn.

Loaded once, before the web processes fork: what is imported here they share.
"""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
application = get_wsgi_application()
# The views, which Django imports at the first request, are half of the memory of a process
_ = get_resolver().url_patterns
# Looking for garbage writes to each page of memory that has an object, and unshares it
gc.freeze()
