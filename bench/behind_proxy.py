"""The portal's own settings of production, with answers compressed as the proxy in front of it does."""

from qa_portal.settings import *  # noqa: F403
from qa_portal.settings import MIDDLEWARE

MIDDLEWARE = ["django.middleware.gzip.GZipMiddleware", *MIDDLEWARE]
