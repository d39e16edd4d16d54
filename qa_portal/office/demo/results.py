"""The demo's result reports: that of the office's own papers of BE 2560 as a draft with every figure and difference
(A2, A12-05 … A12-09; people and offices are fictional), and last year's: one closed, one sent, one late."""

import json
from datetime import timedelta
from pathlib import Path
from random import Random
from uuid import NAMESPACE_URL, uuid5

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from projects.models import ActivityReport, ActivityState, Project, ResultReport, ResultRow, TargetKind
from projects.services import snapshot, spending
from projects.services.doing import Doing, KeptFile, report_activity
from projects.services.results import begin_result
from qa_portal.core import files, workflow
from qa_portal.core.thai import fiscal_year, fiscal_year_range, parse_date, parse_number

from . import chain
from .doing import IQA
from .visits import picture

PAPERS = Path(__file__).parent / "results"
NETWORK = "นิเทศโดยใช้เครือข่ายโรงเรียนเป็นฐาน"
PROBLEMS = "โรงเรียนขนาดเล็กมีครูไม่ครบชั้น ต้องเลื่อนวันดำเนินการและจัดรุ่นเพิ่ม"
SUGGESTIONS = "กำหนดปฏิทินร่วมกับเครือข่ายตั้งแต่ต้นปีงบประมาณ"


@transaction.atomic
def load(world):
    if ResultReport.objects.filter(project__district=world.district).exists():
        return
    _load_paper(world, json.loads((PAPERS / "s001.json").read_text(encoding="utf-8")))
    _load_last_year(world)


# ---------------------------------------------------------------- the paper of BE 2560


def _load_paper(world, data):
    project = _approved_copy(world, data)
    for row in data["expenses"]:
        _spend(world, project, row)
    for activity in project.activities.top():
        if activity.number == data["photos_of"]:
            _photographed(project, activity, data["photos"])
        workflow.perform(activity, "finish", by=project.owner)
    _state(begin_result(project, by=project.owner), data)


def _approved_copy(world, data):
    """The project as it was approved: the line that makes 121,000 out of 120,000 is put right (A12-04)."""
    source = Project.objects.get(district=world.district, **data["project"])
    project = Project(district=world.district, fiscal_year=source.fiscal_year, owner=source.owner)
    project.created_by = source.owner
    project = snapshot.fill(project, snapshot.take(source))
    project.name += data["name_suffix"]
    project.save()
    line = project.lines.get(item=data["line"]["item"], activity__number=data["line"]["activity"])
    line.stated_text = data["line"]["stated_text"]
    line.save()
    return _walk(world, project, data["walk"])


def _walk(world, project, steps):
    for transition, username in steps:
        project = chain.take(project, transition, by=world.people[username], note="")
    return project


def _spend(world, project, row):
    spending.record_expense(
        project,
        line=project.lines.get(item=row["item"], activity__number=row["activity"]),
        amount=parse_number(row["amount"]),
        paid_on=parse_date(row["on"]),
        document_number=row["document_number"],
        by=world.people["plan"],
    )


def _photographed(project, activity, photos):
    report = _reported(project, activity, activity.period_end, "นิเทศ ติดตาม ตรวจสอบ ร่วมกับ ก.ต.ป.น.", photos)
    for photo, row in zip(report.photos.order_by("order"), photos, strict=True):
        photo.taken_on = parse_date(row["taken_on"]) if row["taken_on"] else None
        photo.place = row["place"]
        photo.save()


def _reported(project, activity, day, result, photos=(), people=None):
    report = ActivityReport(
        activity=activity,
        project=project,
        token=uuid5(NAMESPACE_URL, f"demo-result-{project.name}-{activity.order}"),
        done_on=day,
        place="ห้องประชุมสำนักงานเขต",
        result=result,
    )
    pictures = tuple(_photo(project, row["caption"]) for row in photos)
    return report_activity(report, Doing(people or {}, (), pictures, has_consent=True), by=project.owner)


def _photo(project, caption):
    """A drawn picture: no photo of anybody."""
    upload = SimpleUploadedFile("photo.jpg", picture(Random(caption)), "image/jpeg")  # noqa: S311
    return KeptFile(files.store(upload, district=project.district, by=project.owner), caption)


def _state(report, data):
    """What the paper says, word for word; its results only repeat what was to be reached (A12-09)."""
    for name, value in data["report"].items():
        setattr(report, name, value)
    report.save()
    for row in report.activities.filter(number__in=data["responsible"]):
        row.responsible_text = data["responsible"][row.number]
        row.save()
    report.rows.filter(kind=TargetKind.QUALITATIVE).delete()
    for row in report.rows.all():
        row.actual_text = row.text
        row.save()
    for order, text in enumerate(data["quality"], report.rows.count() + 1):
        ResultRow.objects.create(
            report=report, order=order, kind=TargetKind.QUALITATIVE, text=text, target_text=text, actual_text=text
        )


# ---------------------------------------------------------------- last year


def _load_last_year(world):
    """Two that their owners have sent; of one of them the books are closed. The third project of the year is late."""
    year = fiscal_year(world.today) - 1
    closed = Project.objects.get(district=world.district, fiscal_year=year, name=IQA)
    workflow.perform(_send(world, closed), "close", by=world.people["director"])
    _send(world, _network_of_last_year(world, year))


def _network_of_last_year(world, year):
    source = Project.objects.get(district=world.district, fiscal_year=year + 1, name=NETWORK)
    content = _a_year_earlier(snapshot.take(source), year)
    project = Project(district=world.district, fiscal_year=year, owner=source.owner, created_by=source.owner)
    owner = source.owner.username
    steps = [["submit", owner], ["approve", "director"], ["start", owner]]
    return _walk(world, snapshot.fill(project, content), steps)


def _a_year_earlier(value, year):
    """Every year in the texts of a proposal of the year after `year`, one less."""
    if isinstance(value, str):
        return value.replace(str(year), str(year - 1)).replace(str(year + 1), str(year))
    if isinstance(value, dict):
        return {key: _a_year_earlier(each, year) for key, each in value.items()}
    return [_a_year_earlier(each, year) for each in value] if isinstance(value, list) else value


def _send(world, project):
    """What is not reported yet is done and reported, most of the money spent, and the result report sent."""
    last_day = fiscal_year_range(project.fiscal_year)[1]
    for weeks, activity in enumerate(project.activities.top().filter(state=ActivityState.PLANNED), 1):
        day = last_day - timedelta(weeks=weeks)
        _reported(project, activity, day, "ดำเนินการครบตามแผน", people={"teacher": 24, "supervisor": 3})
        workflow.perform(activity, "finish", by=project.owner)
    _spend_most(world, project, last_day)
    report = begin_result(project, by=project.owner)
    report.problems, report.suggestions = PROBLEMS, SUGGESTIONS
    report.save()
    for row in report.rows.filter(actual_value=None, actual_text=""):
        row.actual_value, row.met = row.target_value or 1, "yes"
        row.save()
    return workflow.perform(project, "report", by=project.owner)


def _spend_most(world, project, day):
    """Lines on which nothing was paid are paid in full but for the last baht of each."""
    for number, line in enumerate(project.lines.filter(expenses=None, approved_amount__gt=1), 1):
        spending.record_expense(
            project,
            line=line,
            amount=line.approved_amount - 1,
            paid_on=day,
            document_number=f"ตย. {number}/{project.fiscal_year}",
            by=world.people["plan"],
        )
