"""ปฏิทินการนิเทศ: the proposed calendar as a sheet, and the planned visits of a plan month by month as a document."""

from itertools import groupby

from django.db.models import Prefetch
from django.utils import translation

from qa_portal.core.columns import Column
from qa_portal.core.documents import render_docx, render_pdf
from qa_portal.core.files import DOCX, PDF
from qa_portal.core.jobs import Made
from qa_portal.core.spreadsheets import Sheet
from qa_portal.core.thai import format_month
from supervision.models import SupervisionPlan, Visit, VisitMember
from supervision.models.visit import GONE

TEMPLATE = "supervision/documents/plan_calendar.html"


def calendar_name(plan):
    return f"ปฏิทินการนิเทศ-ปีงบประมาณ-{plan.fiscal_year}"


def calendar_title(plan):
    return f"ปฏิทินการนิเทศ ติดตาม และประเมินผลการจัดการศึกษา ประจำปีงบประมาณ {plan.fiscal_year}"


PLACED_COLUMNS = [
    Column("day", "วันที่", lambda one: one.day, 16, kind="date"),
    Column("person", "ศึกษานิเทศก์", lambda one: str(one.person), 28),
    Column("school", "โรงเรียน", lambda one: one.turn.school.name, 34),
    Column("network", "เครือข่าย", lambda one: one.turn.school.network and one.turn.school.network.name, 26),
    Column("item", "กิจกรรม", lambda one: str(one.turn.item), 44),
    Column("turn", "ครั้งที่", lambda one: one.turn.number, 10, kind="number"),
]
LEFT_COLUMNS = [
    Column("item", "กิจกรรม", lambda row: str(row[0].item), 44),
    Column("school", "โรงเรียน", lambda row: row[1].school.name, 34),
    Column("turn", "ครั้งที่", lambda row: row[1].number, 10, kind="number"),
    Column("reason", "เหตุที่จัดวันไม่ได้", lambda row: row[0].reason, 60),
]


def proposal_sheets(calendar):
    """What would be made, and what could not be placed with the reason."""
    title = calendar_title(calendar.plan)
    left = [(row, turn) for row in calendar.unplaced for turn in row.turns]
    return [
        Sheet("ปฏิทินที่เสนอ", PLACED_COLUMNS, calendar.placed, [title]),
        Sheet("จัดวันไม่ได้", LEFT_COLUMNS, left, [title]),
    ]


def calendar_context(plan):
    """The visits of the plan that are planned or made, by month; three queries."""
    members = VisitMember.objects.select_related("user").order_by("role", "pk")
    rows = Visit.objects.filter(plan_item__plan=plan).exclude(state__in=GONE)
    rows = rows.select_related("school__network", "plan_item").order_by("held_on", "school__name_sort", "pk")
    rows = rows.prefetch_related(Prefetch("members", queryset=members))
    months = groupby(rows, key=lambda visit: visit.held_on.replace(day=1))
    found = [(format_month(first, "long"), list(visits)) for first, visits in months]
    count = sum(len(visits) for _month, visits in found)
    return {"plan": plan, "months": found, "count": count, "title": calendar_title(plan)}


def render_calendar(plan, *, thai_digits=True):
    """PDF bytes."""
    with translation.override("th"):
        return render_pdf(TEMPLATE, calendar_context(plan), **_options(plan, thai_digits))


def render_calendar_docx(plan, *, thai_digits=True):
    with translation.override("th"):
        return render_docx(TEMPLATE, calendar_context(plan), **_options(plan, thai_digits))


RENDERED = {"pdf": (render_calendar, PDF), "docx": (render_calendar_docx, DOCX)}


def make_calendar(job, progress):
    """The file that the job asks for."""
    plan = SupervisionPlan.objects.visible_to(job.started_by).select_related("district").get(pk=job.params["plan"])
    kind = job.params["kind"]
    render, media_type = RENDERED[kind]
    progress(0, 1)
    content = render(plan)
    progress(1, 1)
    return Made(content, f"{calendar_name(plan)}.{kind}", media_type)


def _options(plan, thai_digits):
    return {"title": calendar_title(plan), "author": plan.district.name, "thai_digits": thai_digits}
