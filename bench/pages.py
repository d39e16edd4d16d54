"""The main pages: whose they are, and on which row of the first district they are measured."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from bench.measuring import LIMIT
from projects.models import Project
from qa_portal.core.thai import fiscal_year
from schools.models import Sar, School
from supervision.models import Visit

DISTRICT = 1


@dataclass(frozen=True)
class Page:
    """`role` is None for the floor. `is_bound` pages must stay under `limit` times the floor: the lists, the director's
    page, the synthesis. Of these, what shows one district (not `is_national`) must not grow with their number."""

    name: str
    role: str | None
    path: Callable[[object], str]
    is_bound: bool = True
    limit: float = LIMIT
    is_national: bool = False


def _list(name):
    return lambda today: reverse(name)


def _of(rows, name):
    """The page of a row in the middle: neither the first nor the last of its district."""

    def path(today):
        found = rows(today).order_by("pk").values_list("pk", flat=True)
        return reverse(name, args=[found[len(found) // 2]])

    return path


def _schools(today):
    return School.objects.filter(district=DISTRICT)


def _sars(today):
    return Sar.objects.filter(school__district=DISTRICT, state="accepted", level="basic").in_year(
        fiscal_year(today) - 1
    )


def _projects(today):
    return Project.objects.filter(district=DISTRICT, state="running").in_year(fiscal_year(today))


def _visits(today):
    return Visit.objects.filter(school__district=DISTRICT, state="acknowledged", purpose="iqa").in_fiscal_year(
        fiscal_year(today)
    )


PAGES = [
    Page("floor", None, _list("bench_floor"), is_bound=False),
    Page("director's page", "director", _list("office:dashboard")),
    Page("school list", "group_head", _list("schools:school_list")),
    Page("school page", "supervisor", _of(_schools, "schools:school_detail"), is_bound=False),
    Page("SAR list", "group_head", _list("schools:sar_list")),
    Page("SAR page", "supervisor", _of(_sars, "schools:sar_detail"), is_bound=False),
    Page("project list", "plan_staff", _list("projects:project_list")),
    Page("project page", "plan_staff", _of(_projects, "projects:project_detail"), is_bound=False),
    Page("visit list", "supervisor", _list("supervision:visit_list")),
    Page("visit page", "supervisor", _of(_visits, "supervision:visit_detail"), is_bound=False),
    Page("action list", "director", _list("supervision:action_list")),
    Page(
        "synthesis",
        "director",
        lambda today: reverse("office:synthesis", args=[DISTRICT, fiscal_year(today) - 1]),
    ),
    Page(
        "synthesis of the nation",
        "national_viewer",
        lambda today: reverse("office:synthesis_nation", args=[fiscal_year(today) - 1]),
        limit=5.0,
        is_national=True,
    ),
    Page(
        "annual report",
        "director",
        lambda today: reverse("office:annual_report", args=[DISTRICT, fiscal_year(today)]),
        is_bound=False,
    ),
    Page("national district list", "national_viewer", _list("office:district_list"), limit=5.0, is_national=True),
    Page("desk of the director", "director", _list("office:desk"), is_bound=False),
    Page("desk of the group's head", "group_head", _list("office:desk"), is_bound=False),
    Page("desk of a school", "school_head", _list("schools:school_desk"), is_bound=False),
]
