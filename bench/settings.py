"""The portal's own settings of production, with one page more: the floor that the others are measured against."""

import os
from pathlib import Path

from qa_portal.settings import *  # noqa: F403
from qa_portal.settings import BASE_DIR, BUILD_DIR, STORAGES, TEMPLATES

ROOT_URLCONF = "bench.urls"
TEMPLATES = [TEMPLATES[0] | {"DIRS": [*TEMPLATES[0]["DIRS"], BASE_DIR / "bench/templates"]}]
ALLOWED_HOSTS = ["bench"]
# Names of static files are looked up as in production; that the files are not compressed touches no page.
STATIC_ROOT = BUILD_DIR / "bench_static"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}}
MEDIA_ROOT = Path(os.environ.get("BENCH_FILES", BUILD_DIR / "bench_files"))
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
