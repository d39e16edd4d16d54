"""The one table of the kinds of notices (F57). A kind is an area of the portal, and whether the reader must act. The
area is that of the page which the notice is about."""

from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qa_portal.core.menu import ASSESSMENT_PAGES, PRACTICE_PAGES
from qa_portal.core.roles import Verb

from .sentences import MustAct

ACCOUNT = "account"


@dataclass(frozen=True)
class Kind:
    """`verb`: whose readers get such notices (None: everybody). `pages`: beginnings of the URL names of the area's
    pages; of several that fit, the longest counts."""

    area: str
    label: str
    asks: bool
    verb: Verb | None
    pages: tuple[str, ...]

    @property
    def key(self):
        return f"{self.area}.{'act' if self.asks else 'info'}"

    @property
    def asked(self):
        return _("You must act") if self.asks else _("For your information")

    def __str__(self):
        return f"{self.label} – {self.asked}"


AREAS = [
    ("sar", _("SAR"), Verb.VIEW_SARS, ("schools",)),
    ("projects", _("Projects"), Verb.VIEW_PROJECTS, ("projects",)),
    ("supervision", pgettext_lazy("menu", "Supervision"), Verb.VIEW_VISITS, ("supervision", "field")),
    ("external", pgettext_lazy("menu", "External assessment"), Verb.VIEW_ASSESSMENTS, ASSESSMENT_PAGES),
    ("practices", pgettext_lazy("menu", "Good practices"), Verb.VIEW_SCHOOLS, PRACTICE_PAGES),
    ("office", _("The office's own work"), Verb.VIEW_DASHBOARD, ("office",)),
    (ACCOUNT, _("My account and files"), None, ("core", "account", "admin", "mfa")),
]
KINDS = {
    kind.key: kind
    for area, label, verb, pages in AREAS
    for kind in (Kind(area, label, True, verb, pages), Kind(area, label, False, verb, pages))
}


def kind_of(text, url):
    """The key of the kind of a sentence about a page."""
    return f"{area_of(_page(url))}.{'act' if isinstance(text, MustAct) else 'info'}"


def _page(url):
    try:
        return resolve(urlsplit(url).path).view_name
    except Resolver404:
        return ""


@cache
def area_of(view_name):
    fitting = [
        (len(stem), area) for area, _label, _verb, pages in AREAS for stem in pages if view_name.startswith(stem)
    ]
    return max(fitting, default=(0, ACCOUNT))[1]


def kinds_for(user):
    """Those that can reach this person."""
    return [kind for kind in KINDS.values() if kind.verb is None or user.can(kind.verb)]
