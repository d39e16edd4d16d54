"""The shell of the field pages and the worker that keeps it: all that a phone needs to open them with no signal.

A change of any asset, word or line of the shell changes `version`, and with it the worker's own text: that is how a
browser notices a new one. The addresses are those without a hash in the name, so that modules find each other."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language

from qa_portal.core.fingerprints import fingerprint
from supervision.reports.field_words import words

MODULES = (
    "app", "arrival", "ask", "asked", "content", "device", "draw", "form", "home", "journal", "pack", "photos", "queue",
    "recheck", "rows", "sign", "store", "sync", "transfer", "visit", "words",
)  # fmt: skip
SCRIPTS = tuple(f"js/field/{name}.js" for name in MODULES)
ASSETS = (
    *SCRIPTS,
    "vendor/bootstrap/bootstrap.min.css",
    "css/portal.css",
    "css/field.css",
    "img/icon.svg",
    "vendor/sarabun/sarabun-thai-400-normal.woff2",
    "vendor/sarabun/sarabun-latin-400-normal.woff2",
    "vendor/sarabun/sarabun-thai-600-normal.woff2",
    "vendor/sarabun/sarabun-latin-600-normal.woff2",
)


def shell():
    """The page itself, in the language that is on; it holds nothing of any person."""
    addresses = {"token": "token/", "packs": "packs/", "records": "records/", "login": reverse("account_login")}
    context = {"static": settings.STATIC_URL, "modules": SCRIPTS, "words": words()}
    context |= {"addresses": addresses, "version": _assets_version()}
    return render_to_string("supervision/field.html", context)


def version():
    """A short name of shell and assets together."""
    return _version(get_language()) if not settings.DEBUG else _reckon()


@lru_cache
def _version(language):
    return _reckon()


def _reckon():
    return fingerprint(shell())[:16]


def _assets_version():
    digest = hashlib.sha256()
    for asset in (*ASSETS, "js/field/worker.js"):
        digest.update(_source(asset).read_bytes())
    return digest.hexdigest()[:16]


def worker_text():
    """The service worker: which version it is, what it keeps, and what it does (static/js/field/worker.js)."""
    kept = {
        "version": version(),
        "shell": reverse("field:shell"),
        "assets": [settings.STATIC_URL + asset for asset in ASSETS],
    }
    return f"const KEPT = {json.dumps(kept)};\n{_source('js/field/worker.js').read_text()}"


def _source(asset):
    return Path(finders.find(asset))
