"""The portal's own settings, made fast and quiet for tests: nothing here changes what the portal does."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ.setdefault("HTTPS", "off")
os.environ.setdefault("LOG_REQUESTS", "off")

from qa_portal.settings import *  # noqa: F403
from qa_portal.settings import BUILD_DIR, DATABASES, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
WHITENOISE_AUTOREFRESH = True
BOOK_PROCESSES = 1  # small books: a second process takes longer to begin than it saves
Q_CLUSTER = {"name": "tests", "orm": "default", "sync": True, "timeout": 60, "retry": 70}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: the browser tests' server runs in another thread.
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"
    DATABASES["default"]["TEST"] = {"NAME": os.environ.get("TEST_DB", str(BUILD_DIR / "test.sqlite3"))}
else:
    DATABASES["default"]["TEST"] = {"TEMPLATE": "portal_migrated"}  # tests.migrated makes it
