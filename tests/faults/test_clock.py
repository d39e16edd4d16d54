"""The clock passes midnight, 30 September and 29 February: pages are there, and a day belongs to one fiscal year."""

import re

import pytest
import time_machine
from django.urls import reverse

from projects.models import Expense, Project
from projects.reports import year_sums
from qa_portal.core import schedule
from supervision.models import FieldRevision
from tests.access.table import BY_POST, TABLE
from tests.factories.core import person
from tests.factories.field import Phone
from tests.factories.projects import project_in
from tests.factories.supervision import VisitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

LEAP_DAY, LAST_MINUTE, FIRST_MINUTE = "2028-02-29T05:00:00Z", "2027-09-30T16:59:30Z", "2027-09-30T17:00:30Z"
MOMENTS = [LEAP_DAY, LAST_MINUTE, FIRST_MINUTE]
FILES = re.compile("pdf|docx|xlsx|csv|export|sheet|template|openapi|api:")  # what is made of the same figures
LISTS = [
    name
    for name, (rows, roles) in TABLE.items()
    if not (rows or name in BY_POST or FILES.search(name)) and "director" in roles
]


@pytest.mark.parametrize("place", range(len(MOMENTS)))
def test_lists_and_figures_are_there_at_every_turn_of_the_calendar(sign_in, place):
    """Each page at one of the moments."""
    project = project_in("running", fiscal_year=2571)
    VisitFactory(school__district=project.district)
    broken = []
    with time_machine.travel(MOMENTS[place]):
        client = sign_in(person("director", project.district))
        for name in LISTS[place :: len(MOMENTS)]:
            response = client.get(reverse(name))
            list(response)  # a file is closed once it is read
            broken += [name] if response.status_code >= 500 else []
    assert broken == []


def test_expense_of_the_last_day_is_of_the_fourth_quarter_and_the_next_day_outside_of_the_year(sign_in):
    """On both sides of midnight, by one who signed in before it."""
    project = project_in("running", fiscal_year=2570, transfers_allowed=True)
    address = reverse("projects:project_expenses", args=[project.pk])
    clerk = person("finance_staff", project.district)

    def write(client, day):
        end = Expense.objects.order_by("pk").values_list("pk", flat=True).last() or 0
        return client.post(address, {"amount": "1", "paid_on": day, "ledger_end": end}).status_code

    with time_machine.travel(LAST_MINUTE):
        client = sign_in(clerk)
        before = write(client, "30/09/2570"), write(client, "01/10/2570")
    with time_machine.travel(FIRST_MINUTE):
        after = write(client, "30/09/2570"), write(client, "01/10/2570")
    assert (before, after) == ((302, 422), (302, 302))  # before midnight the next day is still to come
    paid = year_sums.paid_by_quarter(Project.objects.filter(pk=project.pk))
    assert paid == {4: 2, year_sums.OUTSIDE: 1}


@pytest.mark.parametrize(("moment", "year"), [(LAST_MINUTE, 2570), (FIRST_MINUTE, 2571), (LEAP_DAY, 2571)])
def test_receipt_of_the_field_has_the_fiscal_year_of_its_day(sign_in, moment, year):
    visit = VisitFactory()
    with time_machine.travel(moment):
        answer = Phone(visit, visit.lead, sign_in(visit.lead)).write(visit__notes="ดี").send()
        revision = FieldRevision.objects.get()
    assert answer.json()["receipt"] == f"R-{year}-{revision.pk:06}"


def test_daily_work_is_due_once_a_day_over_the_leap_day():
    at = schedule.time(1, 30)
    days = []
    for moment in ("2028-02-28T20:00:00Z", LEAP_DAY, "2028-02-29T20:00:00Z"):
        with time_machine.travel(moment):
            days.append(schedule.next_time(at).strftime("%m-%d %H:%M"))
    assert days == ["03-01 01:30", "03-01 01:30", "03-02 01:30"]
