"""The summaries of the annual book, each on pages of its own: projects, the synthesis, practices, networks with their
schools, photos. What they say is in rows of the book's tables too."""

from dataclasses import replace
from functools import partial

from projects.books.book import Paper
from projects.services.results import photo_register
from qa_portal.core.documents.pictures import picture
from qa_portal.core.thai import format_date
from supervision.models import VisitPhoto

from .schools import by_network

FOLDER = "office/documents/annual_book_"
PHOTOS_OF_PROJECT, PHOTOS_OF_VISITS = 4, 48
SHORT = 900  # letters of a practice's words that are printed: the whole of it is in the portal


def projects(plan, reports, indicators):
    """One Paper for each approved project of a PlanYear; `indicators` is the table of all their indicators."""
    reported = {report.project_id: report for report in reports}
    return [
        Paper(
            f"project-{project.pk}",
            f"โครงการที่ {place} {project.name}",
            f"{FOLDER}project.html",
            partial(_project, place, project, reported.get(project.pk), indicators),
        )
        for place, project in enumerate(plan.projects, 1)
    ]


def _project(place, project, report, indicators):
    return {
        "place": place,
        "project": project,
        "report": report,
        "objectives": report.objectives_text.splitlines() if report else [row.text for row in project.objectives.all()],
        "indicators": list(_indicators_of(place, indicators)),
        "activities": [] if report else list(project.activities.filter(parent=None)),
        "done": list(report.activities.all()) if report else [],
    }


def _indicators_of(place, table):
    """What the table says of the project at this place: indicator, target, actual result, whether it is reached."""
    columns = {column.key: column for column in table.columns}
    for row in table.rows:
        if columns["place"].value(row) == place:
            yield [columns[key].shown(row) for key in ("text", "target", "actual", "met")]


def synthesis(book):
    """The chapters of the office's synthesis, in its own words or the portal's."""
    return [Paper("synthesis", "สาระสำคัญจากการสังเคราะห์", f"{FOLDER}synthesis.html", lambda: {"synthesis": book})]


def own_standards(contents):
    """What the office says of each item of its own standards, project by project."""
    return [
        Paper(
            f"own-{place}",
            f"ผลการดำเนินงาน: {content['framework']}",
            f"{FOLDER}own.html",
            partial(dict, content=content),
        )
        for place, content in enumerate(contents, 1)
    ]


def practices(rows):
    if not rows:
        return []
    return [
        Paper(
            "practice-papers", "สรุปผลงานที่เผยแพร่", f"{FOLDER}practices.html", lambda: {"practices": rows, "short": SHORT}
        )
    ]


def networks(year, rows):
    """One Paper for each network: its schools one after the other."""
    return [
        Paper(f"network-{place}", name, f"{FOLDER}network.html", partial(_network, year, name, schools))
        for place, (name, schools) in enumerate(by_network(rows).items(), 1)
    ]


def _network(year, name, schools):
    return {
        "year": year,
        "name": name,
        "schools": schools,
        "pupils": f"{sum(row.school.pupil_count or 0 for row in schools):,}",
        "visited": sum(bool(row.visits) for row in schools),
        "visits": sum(len(row.visits) for row in schools),
        "sent": sum(len(row.at_office) for row in schools),
        "expected": sum(len(row.sars) for row in schools),
        "actions": sum(len(row.actions) for row in schools),
        "closed": sum(row.closed for row in schools),
    }


# ---------------------------------------------------------------- photos


def photos_in(chapter, year, plan):
    """The chapter with photos of projects and of visits: only where all who can be seen have agreed and the virus scan
    has passed the file, and no more than a book holds."""
    albums = [(title, rows) for title, rows in (*_of_projects(plan), *_of_visits(year)) if rows]
    if not albums:
        return replace(chapter, empty="ไม่มีภาพที่ได้รับความยินยอมให้เผยแพร่")
    return replace(
        chapter,
        template=f"{FOLDER}albums.html",
        context={"albums": [(title, [_shown(*row) for row in rows]) for title, rows in albums]},
        pictures=partial(_pictures, [photo for _title, rows in albums for photo, _words in rows]),
    )


def _of_projects(plan):
    for project in plan.projects:
        rows = [photo for photo in photo_register(project) if photo.may_be_shown][:PHOTOS_OF_PROJECT]
        yield f"โครงการ{project.name}", [(photo, _caption(photo)) for photo in rows]


def _caption(photo):
    day = format_date(photo.taken_on, style="long") if photo.taken_on else ""
    return " ".join(filter(None, (photo.caption, photo.place, day)))


def _of_visits(year):
    """The first photo of each visit, in the order of the visits."""
    rows = VisitPhoto.objects.filter(
        visit__in=year.visits.counted().order_by(), has_consent=True, file__held_since=None
    )
    first = {}
    for photo in rows.select_related("visit__school", "file").order_by("visit__held_on", "visit", "position", "pk"):
        first.setdefault(photo.visit_id, photo)
    shown = list(first.values())[:PHOTOS_OF_VISITS]
    yield "การนิเทศสถานศึกษา", [(photo, _seen(photo)) for photo in shown]


def _seen(photo):
    return f"{photo.caption} {photo.visit.school.name} {format_date(photo.visit.held_on, style='long')}"


def _shown(photo, words):
    return {"key": _key(photo), "caption": words}


def _key(photo):
    return f"{type(photo).__name__}{photo.pk}"


def _pictures(photos):
    return {_key(photo): picture(photo.file) for photo in photos}
