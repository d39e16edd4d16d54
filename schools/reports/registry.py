"""The registry's columns, and what the registry itself tells to a school's timeline."""

from itertools import pairwise

from django.db.models import Count, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qa_portal.core.columns import Column
from qa_portal.core.roles import ROLES, Scope
from qa_portal.core.thai import academic_year_range
from schools import timeline
from schools.filters.registry import supervisors_for
from schools.models import Grade, GradeCount, School, SchoolFacts, YearFigures
from schools.timeline import Entry

SCHOOL_COLUMNS = [
    Column("name", gettext_lazy("School"), lambda s: s.name, 36, "name_sort", School.get_absolute_url),
    Column("moe_code", gettext_lazy("10-digit code"), lambda s: s.moe_code, 14, "moe_code"),
    Column("smis_code", gettext_lazy("8-digit code"), lambda s: s.smis_code, 12, "smis_code"),
    Column("network", gettext_lazy("Network"), lambda s: s.network and s.network.name, 24, "network__name_sort"),
    Column("size", gettext_lazy("Size"), lambda s: s.size and s.size.label, 12, "pupil_count"),
    Column("levels", gettext_lazy("Levels"), lambda s: levels_text(s), 30),
    Column("pupils", gettext_lazy("Pupils"), lambda s: s.pupil_count, 10, "pupil_count", kind="number"),
    Column("lead", gettext_lazy("Supervisor"), lambda s: s.lead and str(s.lead), 26),
    Column("standing", gettext_lazy("State"), lambda s: str(s.standing[0]), 12, "closed_on", kind="state"),
]
SHOWN_OF_SCHOOL = (
    *("name", "moe_code", "smis_code", "pupil_count", "closed_on", "successor", *School.LEVELS),
    *("network__name", "district__short_name", "district__kind"),
)
"""What these columns read of a school."""
POSITION_COLUMNS = [
    Column("latitude", gettext_lazy("Latitude"), lambda s: s.latitude, 12, kind="number"),
    Column("longitude", gettext_lazy("Longitude"), lambda s: s.longitude, 12, kind="number"),
]
"""For the sheet: on the page of a school they are one place."""
DISTRICT_COLUMN = Column("district", gettext_lazy("District"), lambda s: s.district.short_name, 30, "district__code")

NETWORK_COLUMNS = [
    Column("name", gettext_lazy("Network"), lambda n: n.name, 36, "name_sort", lambda n: n.get_absolute_url()),
    Column("chair", gettext_lazy("Chair"), lambda n: n.chair_name, 28, "chair_name"),
    Column("schools", gettext_lazy("Open schools"), lambda n: n.school_total, 12, "school_total", kind="number"),
    Column("pupils", gettext_lazy("Pupils"), lambda n: n.pupil_total, 12, "pupil_total", kind="number"),
]
NETWORK_EDIT = Column(
    "edit",
    gettext_lazy("Action"),
    lambda n: _("Edit"),
    link=lambda n: reverse("schools:network_edit", args=[n.pk]),
)


def levels_text(row):
    """ "Early childhood – Primary": the first and last level of a School or SchoolFacts, as OBEC's lists write it."""
    labels = [str(School._meta.get_field(name).verbose_name) for name in School.LEVELS if getattr(row, name)]
    return " – ".join(dict.fromkeys([labels[0], labels[-1]])) if labels else ""


# ---------------------------------------------------------------- pupils by grade


def pupil_table(figures):
    """{"rows": grade rows in the order of the grades, "boys", "girls", "rooms", "total"} of one year's figures."""
    order = {grade: place for place, grade in enumerate(Grade.values)}
    rows = sorted(figures.grades.all(), key=lambda row: order[row.grade])
    boys, girls = sum(row.boys for row in rows), sum(row.girls for row in rows)
    return {"rows": rows, "boys": boys, "girls": girls, "total": boys + girls, "rooms": sum(row.rooms for row in rows)}


def years_of(school):
    """The school's yearly figures with their grades, the latest first."""
    return list(school.figures.prefetch_related(Prefetch("grades", queryset=GradeCount.objects.order_by("pk"))))


# ---------------------------------------------------------------- people


def school_people(school):
    """[(person, role labels)] of the school's own people of today."""
    members = (
        school.memberships.current().select_related("user").prefetch_related("user__groups").order_by("since", "pk")
    )
    return [(row.user, _role_labels(row.user)) for row in members if row.user.is_active]


def _role_labels(user):
    names = {group.name for group in user.groups.all()}
    return [role.label for slug, role in ROLES.items() if slug in names]


def workload(user):
    """The supervisors whom this user may assign, with `lead_total` and `support_total` of today's open schools."""
    today = timezone.localdate()
    now = Q(assignments__since__lte=today) & (Q(assignments__until=None) | Q(assignments__until__gte=today))
    return supervisors_for(user).annotate(
        lead_total=Count("assignments__school", filter=now & Q(assignments__is_lead=True), distinct=True),
        support_total=Count("assignments__school", filter=now & Q(assignments__is_lead=False), distinct=True),
    )


# ---------------------------------------------------------------- timeline


@timeline.register
def facts_entries(school, user):
    """The opening of the school, and what changed from one row of dated facts to the next."""
    rows = list(school.facts.select_related("network").order_by("since"))
    if school.opened_on:
        yield Entry(school.opened_on, _("Registry"), "building-add", _("School opened"))
    for before, after in pairwise(rows):
        for title in _differences(before, after):
            yield Entry(after.since, _("Registry"), "pencil-square", title, after.reason)


def _differences(before, after):
    for name in SchoolFacts.FACTS[:2]:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            label = SchoolFacts._meta.get_field(name).verbose_name.capitalize()
            yield _("%(what)s: %(old)s → %(new)s") % {"what": label, "old": old or "–", "new": new or "–"}
    old, new = levels_text(before), levels_text(after)
    if old != new:
        yield _("%(what)s: %(old)s → %(new)s") % {"what": _("Levels"), "old": old or "–", "new": new or "–"}


@timeline.register
def ending_entries(school, user):
    """The school's own end, and the schools that were merged into it."""
    if school.closed_on:
        title = _("Merged into %(school)s") % {"school": school.successor} if school.successor else _("School closed")
        yield Entry(
            school.closed_on,
            _("Registry"),
            "sign-merge-right",
            title,
            school.closing_reason,
            _url(school.successor, user),
        )
    for other in school.predecessors.all():
        title = _("%(school)s was merged into this school") % {"school": other}
        yield Entry(other.closed_on, _("Registry"), "sign-merge-right", title, other.closing_reason, _url(other, user))


def _url(school, user):
    """A school's own people do not see the page of another school."""
    return school.get_absolute_url() if school and user.scope > Scope.SCHOOL else ""


@timeline.register
def assignment_entries(school, user):
    for row in school.assignments.select_related("supervisor"):
        title = (
            _("%(person)s leads as the school's supervisor") if row.is_lead else _("%(person)s supports as supervisor")
        )
        yield Entry(row.since, _("Supervisor"), "person-check", title % {"person": row.supervisor}, row.reason)
        if row.until:
            title = _("%(person)s ends as supervisor") % {"person": row.supervisor}
            yield Entry(row.until, _("Supervisor"), "person-dash", title)


@timeline.register
def figures_entries(school, user):
    for row in YearFigures.objects.filter(school=school).with_totals():
        total = (row.boys or 0) + (row.girls or 0)
        title = ngettext(
            "%(pupils)s pupil in academic year %(year)d", "%(pupils)s pupils in academic year %(year)d", total
        )
        yield Entry(
            academic_year_range(row.academic_year)[0],
            _("Figures"),
            "people",
            title % {"pupils": f"{total:,}", "year": row.academic_year},
            url=reverse("schools:school_detail", args=[school.pk]) + f"#year-{row.academic_year}",
        )
