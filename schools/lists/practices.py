"""The register of good practices, and its counts by state."""

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core.columns import Column
from schools.lists.sars import StateCount
from schools.models import Practice, PracticeKind, PracticeState
from schools.workflow.practice import PRACTICE


def standards_text(practice):
    """“Basic education 1, 3”: the standards that an entry serves, by level of education."""
    numbers = {}
    for row in practice.standards.all():
        numbers.setdefault(str(row.framework.get_level_display()), []).append(str(row.number))
    return "; ".join(f"{level} {', '.join(found)}" for level, found in numbers.items())


def level_text(practice):
    return str(practice.get_level_display() if practice.level else _("Both levels"))


def published_on(practice):
    return practice.published_at and timezone.localdate(practice.published_at)


def _shown_to(practice):
    return _("Everybody") if practice.is_public else _("Schools of the office")


TITLE = Column("title", gettext_lazy("Title"), lambda p: p.title, 44, "title", Practice.get_absolute_url)
SCHOOL = Column("school", gettext_lazy("School"), lambda p: p.school.name, 30, "school__name_sort")
KIND = Column("kind", gettext_lazy("Kind"), lambda p: str(p.get_kind_display()), 18, "kind")
STATE = Column("state", gettext_lazy("State"), lambda p: str(p.get_state_display()), 20, "state", kind="state")
YEAR = Column("year", gettext_lazy("Academic year"), lambda p: str(p.academic_year), 12, "academic_year")
LEVEL = Column("level", gettext_lazy("Level"), level_text, 18, "level")
STANDARDS = Column("standards", gettext_lazy("Standards"), standards_text, 24)
NETWORK = Column("network", gettext_lazy("Network"), lambda p: p.school.network and p.school.network.name, 24)
PUBLISHED = Column("published", gettext_lazy("Published on"), published_on, 14, "published_at", kind="date")
SHOWN_TO = Column("shown_to", gettext_lazy("Shown to"), _shown_to, 18, "is_public")

CODE = Column("code", gettext_lazy("Ministry code"), lambda p: p.school.moe_code, 14, "school__moe_code")
AUTHORS = Column("authors", gettext_lazy("By whom"), lambda p: p.authors, 30)

REGISTER_COLUMNS = [TITLE, SCHOOL, KIND, STATE, YEAR, STANDARDS, NETWORK, PUBLISHED]
OWN_COLUMNS = [TITLE, KIND, STATE, YEAR, STANDARDS, PUBLISHED, SHOWN_TO]
SHEET_COLUMNS = [CODE, SCHOOL, NETWORK, TITLE, KIND, YEAR, LEVEL, STANDARDS, AUTHORS, STATE, PUBLISHED, SHOWN_TO]
SHARED_COLUMNS = [TITLE, SCHOOL, KIND, LEVEL, STANDARDS, YEAR, PUBLISHED]

KIND_ICONS = {
    PracticeKind.PRACTICE: "hand-thumbs-up",
    PracticeKind.INNOVATION: "lightbulb",
    PracticeKind.RESEARCH: "search",
    PracticeKind.MEDIA: "collection-play",
}


def for_list(practices):
    return practices.select_related("school__network").prefetch_related("standards__framework")


def state_counts(practices, states):
    """One count a state, in the order of the machine."""
    found = dict(practices.order_by().values_list("state").annotate(Count("pk")))
    return [
        StateCount(state.label, found.get(state, 0), PRACTICE.looks[state].colour, PRACTICE.looks[state].icon, state)
        for state in PracticeState
        if state in states
    ]


def kind_counts(practices):
    """[(kind, its word, its icon, how many)]."""
    found = dict(practices.order_by().values_list("kind").annotate(Count("pk")))
    return [(kind.value, kind.label, KIND_ICONS[kind], found.get(kind, 0)) for kind in PracticeKind]
