"""The pages of one office with a full year, 200 projects of 12 activities and 60 budget lines, against the floor: a
JSON line a page (docs/bench.md). Exit code 1 when the list, a project's page or the year's money is over the limit.

bench/run year [--rounds N]; it reads the data set of bench/run book, or makes it."""

import argparse
import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
django.setup()

from django.contrib.auth.models import Group  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.dataset.plan_of_one import PlanSize, load  # noqa: E402
from bench.floor import ROWS  # noqa: E402
from bench.measuring import LIMIT, line, measure  # noqa: E402
from bench.pages import Page  # noqa: E402
from bench.prepare import ask  # noqa: E402
from projects.models import Project  # noqa: E402
from qa_portal.core.models import User  # noqa: E402
from qa_portal.core.thai import fiscal_year  # noqa: E402
from schools.models import School  # noqa: E402

ROLE = "plan_staff"


def main():
    rounds = arguments().rounds
    call_command("migrate", verbosity=0)
    year = fiscal_year(timezone.localdate())
    if not Project.objects.exists():
        load(PlanSize(), year)
    complete()
    call_command("collectstatic", interactive=False, verbosity=0)
    pages = {page.name: ask(page) for page in pages_of(year)}
    connection.close()
    times = measure({"year": os.environ["DATABASE_URL"]}, {"year": pages}, rounds)
    rows = {name: line(times, "year", name, page) for name, page in pages.items()}
    for row in rows.values():
        print(json.dumps(row, ensure_ascii=False))
    slow = [name for name, row in rows.items() if pages[name]["is_bound"] and row["ratio"] > LIMIT]
    if slow:
        print(f"Over {LIMIT} times the floor: {', '.join(slow)}.", file=sys.stderr)
    sys.exit(bool(slow))


def arguments():
    parser = argparse.ArgumentParser(prog="bench/run year", description="Measures the pages of an office's full year.")
    parser.add_argument("--rounds", type=int, default=100, help="how often each page is asked for")
    return parser.parse_args()


def complete():
    """The role of the person who asks, and the schools that the floor draws."""
    director = User.objects.get(username="director")
    director.groups.set([Group.objects.get_or_create(name=ROLE)[0]])
    if not School.objects.exists():
        for number in range(ROWS):
            School.objects.create(
                district_id=director.district_id,
                moe_code=f"10{number:08}",
                name=f"บ้านสมมุติ {number}",
                amphoe="เมืองสมมุติ",
                province="สมมุติ",
                opened_on=timezone.localdate(),
            )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def pages_of(year):
    projects = Project.objects.in_year(year).order_by("pk")
    middle = projects[projects.count() // 2]
    district = middle.district_id
    strategy = f"{reverse('projects:strategy_coverage')}?year={year}"
    return [
        Page("floor", None, lambda today: reverse("bench_floor"), is_bound=False),
        Page("project list", ROLE, lambda today: reverse("projects:project_list")),
        Page("project page", ROLE, lambda today: middle.get_absolute_url()),
        Page("year's money by project", ROLE, lambda today: reverse("office:project_rows", args=[district])),
        Page("director's page", ROLE, lambda today: reverse("office:dashboard"), is_bound=False),
        Page("strategy", ROLE, lambda today: f"{reverse('projects:strategy_list')}?year={year}", is_bound=False),
        Page("coverage of the strategy", ROLE, lambda today: strategy, is_bound=False),
    ]


if __name__ == "__main__":
    main()
