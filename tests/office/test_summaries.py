"""Kept figures are those that are computed anew, whoever wrote what and how (core.summaries)."""

import re
from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.models import BudgetLine, Expense, Project
from qa_portal.core import summaries, touching
from qa_portal.core.models import KeptFigures, Touched
from qa_portal.core.touching import WATCHED
from qa_portal.office.models import Sign, SignWeight
from qa_portal.office.reports import attention, districts, overview, period
from schools.models import Sar, School, StandardSection
from supervision.models import AgreedAction, FollowUpRules, Visit

from .office_world import FISCAL, TODAY, OfficeWorld

pytestmark = [pytest.mark.django_db, pytest.mark.on_each]

SUMMARIES = [districts.SUMS, period.YEARS, attention.SIGNS["th"], overview.OVERVIEW]


@pytest.fixture(scope="module")
def two_full_offices(module_rows):
    return OfficeWorld(), OfficeWorld(schools=5, projects=12, visits=3)


@pytest.fixture
def offices(two_full_offices):
    return [world.district.pk for world in two_full_offices]


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def one(rows, dice):
    return dice.choice(list(rows.order_by("pk")))


def writes(dice, offices):
    """Rows change, come, go, and move from office to office: by the ORM, one and many, and beside it."""
    office = dice.choice(offices)
    schools = School.objects.filter(district=office)
    school, visit, project = one(schools, dice), one(Visit.objects, dice), one(Project.objects, dice)
    paid = {"project": project, "paid_on": TODAY, "recorded_by": project.owner}
    return [
        lambda: School(district_id=office, name="สมมุติ", moe_code=str(dice.random())[2:12]).save(),
        lambda: schools.filter(pk=school.pk).update(closed_on=TODAY),
        lambda: sql("UPDATE schools_school SET district_id = %s WHERE id = %s", office, one(School.objects, dice).pk),
        lambda: sql("UPDATE supervision_visit SET school_id = %s WHERE id = %s", school.pk, visit.pk),
        lambda: sql("UPDATE supervision_visit SET state = 'planned' WHERE id = %s", visit.pk),
        lambda: sql("DELETE FROM supervision_agreedaction WHERE visit_id = %s", visit.pk),
        lambda: AgreedAction.objects.filter(visit=visit).update(due_on=TODAY - timedelta(9)),
        lambda: AgreedAction.objects.filter(visit__school=school).delete(),
        lambda: AgreedAction.objects.bulk_create(
            AgreedAction(visit=visit, number=dice.randrange(9, 30_000), what="สมมุติ", owed_by="school", due_on=day)
            for day in (TODAY, TODAY - timedelta(9))
        ),
        lambda: Sar.objects.filter(school=school).update(handed_in_on=None),
        lambda: Project.objects.filter(pk=project.pk).update(district=office),
        lambda: BudgetLine.objects.create(project=project, item="สมมุติ", formula="100 บาท x 3 คน", stated_text=""),
        lambda: Expense.objects.create(amount=Decimal("0.25"), **paid),
        lambda: SignWeight.objects.create(district_id=office, sign=dice.choice(Sign.values), points=7, per=3),
        lambda: StandardSection.objects.filter(sar__school=school).update(level=None),
        lambda: FollowUpRules.objects.update_or_create(district_id=office, defaults={"answer_days": 3}),
    ]


def test_kept_figures_are_those_computed_anew(offices):
    dice = Random(7)
    for number in dice.sample(range(16), k=16):
        for summary in SUMMARIES:
            summary.of(offices[0], FISCAL, TODAY)
        writes(dice, offices)[number]()
        for summary in SUMMARIES:
            kept = {office: summary.of(office, FISCAL, TODAY) for office in offices}
            assert (number, summary.name, kept) == (number, summary.name, summary.compute(offices, FISCAL, TODAY))


@pytest.mark.parametrize("summary", SUMMARIES, ids=lambda summary: summary.name)
def test_every_table_that_figures_are_made_of_is_watched(offices, summary):
    with CaptureQueriesContext(connection) as queries:
        summary.compute(offices, FISCAL, TODAY)
    read = {table for query in queries for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"])}
    assert read - WATCHED.keys() == set()
    assert touching.is_installed()


def test_figures_nobody_touched_are_read_by_one_query(offices, django_assert_num_queries):
    districts.SUMS.of(offices[0], FISCAL, TODAY)
    with django_assert_num_queries(1):
        districts.SUMS.of(offices[0], FISCAL, TODAY)


def test_change_touches_the_offices_it_concerns_and_no_other(offices):
    summaries.forget()
    school = School.objects.filter(district=offices[0]).first()
    AgreedAction.objects.filter(visit__school=school).update(what="สมมุติ")
    assert set(Touched.objects.values_list("district", flat=True)) == {offices[0]}
    School.objects.filter(pk=school.pk).update(district=offices[1])
    assert set(Touched.objects.values_list("district", flat=True)) == set(offices)


def test_nothing_is_kept_where_a_trigger_is_missing(offices):
    connection.check_constraints()  # what PostgreSQL still has to look at would keep it from changing the tables
    with connection.cursor() as cursor:
        touching.VENDORS[connection.vendor].drop(cursor, WATCHED["schools_sar"].name)
    summaries.is_noted.cache_clear()
    districts.SUMS.of(offices[0], FISCAL, TODAY)
    assert (touching.is_installed(), KeptFigures.objects.exists()) == (False, False)
    touching.install()
    summaries.is_noted.cache_clear()
    assert touching.is_installed()
