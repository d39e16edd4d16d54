"""The menu by role, and the page on which each role begins. URL names are strings: the apps above are not imported."""

from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qa_portal.core.roles import Verb


@dataclass(frozen=True)
class MenuItem:
    label: str
    url_name: str
    verb: Verb
    icon: str
    section: tuple[str, ...]  # beginnings of the URL names whose pages light this item up


SCHOOL_PAGES = tuple(f"schools:{stem}" for stem in ("school", "network", "supervisor", "assignment", "import"))

ASSESSMENT_STEMS = (
    "assessment", "notice", "round", "readiness", "observ", "result", "recommendation", "improvement", "correspondence",
    "issue", "batch", "part",
)  # fmt: skip
ASSESSMENT_PAGES = tuple(f"supervision:{stem}" for stem in ASSESSMENT_STEMS)

PRACTICE_PAGES = tuple(f"schools:{stem}" for stem in ("practice", "award", "honour", "nomination", "judg"))

# On phones it is a bar of which five or six are in sight: the daily ones come first.
MENU = [
    MenuItem(
        pgettext_lazy("menu", "My desk"),
        "office:desk",
        Verb.VIEW_DASHBOARD,
        "inbox",
        ("office:desk", "office:attention"),
    ),
    MenuItem(_("Overview"), "office:dashboard", Verb.VIEW_DASHBOARD, "speedometer2", ("office",)),
    MenuItem(_("Schools"), "schools:school_list", Verb.VIEW_SCHOOLS, "building", SCHOOL_PAGES),
    MenuItem(
        _("SAR"),
        "schools:sar_list",
        Verb.VIEW_SARS,
        "clipboard-check",
        ("schools:sar", "schools:cycle", "schools:framework", "schools:target", "schools:step", "schools:evidence"),
    ),
    MenuItem(
        pgettext_lazy("menu", "Supervision"),  # shorter in Thai than the word elsewhere: phones have a narrow bar
        "supervision:visit_list",
        Verb.VIEW_VISITS,
        "signpost-split",
        ("supervision",),
    ),
    MenuItem(pgettext_lazy("menu", "Field"), "field:shell", Verb.REPORT_VISIT, "phone", ("field",)),
    MenuItem(_("Projects"), "projects:project_list", Verb.VIEW_PROJECTS, "kanban", ("projects",)),
    MenuItem(
        pgettext_lazy("menu", "External assessment"),
        "supervision:assessment_list",
        Verb.VIEW_ASSESSMENTS,
        "patch-check",
        ASSESSMENT_PAGES,
    ),
    MenuItem(
        pgettext_lazy("menu", "Good practices"),
        "schools:practice_list",
        Verb.VIEW_SCHOOLS,
        "lightbulb",
        PRACTICE_PAGES,
    ),
    MenuItem(
        pgettext_lazy("menu", "Own standards"), "office:own_list", Verb.VIEW_OWN_STANDARDS, "bank", ("office:own",)
    ),
    MenuItem(
        pgettext_lazy("menu", "Manual and papers"),
        "office:library_list",
        Verb.VIEW_LIBRARY,
        "journal-bookmark",
        (
            "office:library",
            "office:process",
            "office:manual",
            "office:checklist",
            "office:letter",
            "office:signatory",
            "office:guide",
        ),
    ),
    MenuItem(
        pgettext_lazy("menu", "Other systems"),
        "core:token_list",
        Verb.MANAGE_INTEGRATIONS,
        "plug",
        ("core:token", "core:webhook"),
    ),
    MenuItem(pgettext_lazy("menu", "Running"), "core:operation", Verb.OPERATE_PORTAL, "hdd", ("core:operation",)),
]

# The first whose verb the user has is where they begin.
HOMES = [
    ("office:desk", Verb.VIEW_DASHBOARD),
    ("schools:school_desk", Verb.VIEW_SCHOOLS),
    ("core:operation", Verb.OPERATE_PORTAL),
]


def menu_for(user):
    return [item for item in MENU if user.can(item.verb)]


@cache
def lit_by(view_name):
    """The item to which a page belongs, by its `url_name`: the one that names most of it; "" where no item does."""
    named = [(len(stem), item.url_name) for item in MENU for stem in item.section if view_name.startswith(stem)]
    return max(named, default=(0, ""))[1]
