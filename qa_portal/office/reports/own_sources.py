"""What the portal holds of the office's year, to be picked as evidence of its own standards. A school's piece of
evidence is among it: tagged once for the SAR, it serves the synthesis, the assessors and this report (A9-07)."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _

from projects.models import ActivityReport, Project
from qa_portal.core.addresses import row_in
from qa_portal.core.roles import Verb
from qa_portal.core.thai import fiscal_year_range
from qa_portal.office.models import Publication
from schools.evidence_sources import Offer, Source
from schools.models import Evidence, Practice, year_collected_in
from supervision.models import Meeting, MeetingState, Order, OrderState, PlanState, SupervisionPlan, Visit
from supervision.models.visit import SENT

MOST = 60  # offers of one kind on a page; a word narrows them


@dataclass(frozen=True)
class OfficeSource(Source):
    """`rows(district, fiscal_year)` in place of a school's; `named`: the field that a word is looked for in."""

    named: str = "title"


def _activities(district, year):
    reports = ActivityReport.objects.filter(project__district=district, project__fiscal_year=year)
    return reports.select_related("activity", "project").order_by("-done_on", "pk")


def _visits(district, year):
    rows = Visit.objects.filter(school__district=district, state__in=SENT).in_fiscal_year(year)
    return rows.select_related("school").order_by("-held_on", "pk")


def _meetings(district, year):
    rows = Meeting.objects.filter(committee__district=district, met_on__range=fiscal_year_range(year))
    return rows.filter(state=MeetingState.CONFIRMED).select_related("committee").order_by("-met_on", "pk")


def _orders(district, year):
    rows = Order.objects.filter(
        district=district, state=OrderState.SIGNED, effective_on__lte=fiscal_year_range(year)[1]
    )
    return rows.order_by("-dated", "pk")


def _evidence(district, year):
    rows = Evidence.objects.filter(school__district=district).in_year(year_collected_in(year))
    return rows.select_related("school").order_by("school__name_sort", "title", "pk")


def _practices(district, year):
    rows = Practice.objects.published().in_year(year_collected_in(year)).filter(school__district=district)
    return rows.select_related("school").order_by("school__name_sort", "pk")


def _published(district, year):
    return Publication.objects.standing().filter(district=district, published_at__date__range=fiscal_year_range(year))


_ALL = (
    OfficeSource(
        Project,
        _("Project"),
        "kanban",
        Verb.VIEW_PROJECTS,
        lambda district, year: Project.objects.filter(district=district).in_year(year).approved().order_by("name_sort"),
        lambda row: f"โครงการ{row.name}",
        lambda row: None,
        Project.get_absolute_url,
        "name",
    ),
    OfficeSource(
        ActivityReport,
        _("Activity of a project"),
        "list-check",
        Verb.VIEW_PROJECTS,
        _activities,
        lambda row: f"{row.activity} – {row.project}",
        lambda row: row.done_on,
        ActivityReport.get_absolute_url,
        "activity__title",
    ),
    OfficeSource(
        SupervisionPlan,
        _("Supervision plan"),
        "calendar-range",
        Verb.VIEW_VISITS,
        lambda district, year: SupervisionPlan.objects.filter(
            district=district, fiscal_year=year, state=PlanState.APPROVED
        ),
        str,
        lambda row: None,
        SupervisionPlan.get_absolute_url,
        "name",
    ),
    OfficeSource(
        Visit,
        _("Visit"),
        "signpost-split",
        Verb.VIEW_VISITS,
        _visits,
        lambda row: f"{row.purpose_label} {row.school} ({row.code})",
        lambda row: row.held_on,
        Visit.get_absolute_url,
        "school__name",
    ),
    OfficeSource(
        Meeting,
        _("Minutes of a meeting"),
        "people",
        Verb.VIEW_VISITS,
        _meetings,
        str,
        lambda row: row.met_on,
        Meeting.get_absolute_url,
        "committee__name",
    ),
    OfficeSource(
        Order,
        _("Signed order"),
        "file-earmark-text",
        Verb.VIEW_VISITS,
        _orders,
        lambda row: f"คำสั่งที่ {row}",
        lambda row: row.dated,
        Order.get_absolute_url,
        "subject",
    ),
    OfficeSource(
        Publication,
        _("Published report"),
        "megaphone",
        Verb.VIEW_DASHBOARD,
        _published,
        str,
        lambda row: row.published_at.date(),
        Publication.get_absolute_url,
    ),
    OfficeSource(
        Practice,
        _("Good practice or research"),
        "lightbulb",
        Verb.VIEW_SCHOOLS,
        _practices,
        lambda row: f"{row.title} ({row.school})",
        lambda row: None,
        Practice.get_absolute_url,
    ),
    OfficeSource(
        Evidence,
        _("A school's evidence"),
        "paperclip",
        Verb.VIEW_SARS,
        _evidence,
        lambda row: f"{row.title} ({row.school})",
        lambda row: row.dated,
        Evidence.get_absolute_url,
    ),
)
SOURCES = {source.model._meta.label_lower: source for source in _ALL}


def offers_of(source, user, district, fiscal_year, word=""):
    """Up to MOST + 1 rows of one source that may be picked, newest or alphabetically first, as far as the user may
    see them."""
    if not user.can(source.verb):
        return []
    seen = source.model.objects.visible_to(user).order_by().values("pk")
    rows = source.rows(district, fiscal_year).filter(pk__in=seen)
    if word:
        rows = rows.filter(**{f"{source.named}__icontains": word})
    return [Offer(source, row) for row in rows[: MOST + 1]]


def offer_of(key, user, district, fiscal_year):
    """The Offer of a key as a form sends it ("projects.project-3"), or None when it is not on offer to this user."""
    label, _dash, pk = key.rpartition("-")
    source = SOURCES.get(label)
    if source is None or not user.can(source.verb):
        return None
    row = row_in(source.rows(district, fiscal_year), pk)
    is_seen = row is not None and source.model.objects.visible_to(user).filter(pk=row.pk).exists()
    return Offer(source, row) if is_seen else None


def addresses(pieces, user):
    """{pk of a piece of evidence: the page of its record} of those that this user may open, a query a kind."""
    wanted = {}
    for piece in pieces:
        if piece.record_id:
            wanted.setdefault(piece.record_type_id, {})[piece.record_id] = piece.pk
    found = {}
    for kind, keys in wanted.items():
        source = SOURCES.get(ContentType.objects.get_for_id(kind).model_class()._meta.label_lower)
        if source and user.can(source.verb):
            rows = source.model.objects.visible_to(user).filter(pk__in=keys)
            found |= {keys[row.pk]: source.address(row) for row in rows}
    return found
