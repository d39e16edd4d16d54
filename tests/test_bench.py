"""The national data set in small: as many rows as asked for, and the same ones every time."""

import hashlib
from datetime import date

import pytest
from django.apps import apps
from django.db import connection, transaction

from bench.dataset.bare_tables import OURS
from bench.dataset.national import NotEmptyError, load, size_of_database
from bench.dataset.size import Size
from projects.models import BudgetLine, Project, ProjectState
from qa_portal.core.models import District, User
from qa_portal.core.roles import ROLES
from schools.models import Cycle, ItemRating, Sar, School
from supervision.models import AgreedAction, Answer, Visit

TODAY = date(2026, 11, 21)
SMALL = Size(schools=7, districts=2, years=2)
MADE_BY_MIGRATIONS = {
    "schools.Framework",
    "schools.QualityLevel",
    "schools.Standard",
    "schools.Indicator",
    "supervision.Instrument",
    "supervision.InstrumentLevel",
    "supervision.InstrumentSection",
    "supervision.InstrumentItem",
    "supervision.LevelDescription",
    "supervision.CoverageRule",
    "supervision.FindingCategory",
}

pytestmark = pytest.mark.django_db


def models():
    """The tables that the load fills, by name."""
    found = [model for label in OURS for model in apps.get_app_config(label).get_models(include_auto_created=True)]
    return {model._meta.label: model for model in found if model._meta.label not in MADE_BY_MIGRATIONS}


def fingerprint(model):
    """Of every row, but for the numbers that the database gives."""
    columns = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    rows = sorted(str(row) for row in model._base_manager.values_list(*columns))
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def fingerprints():
    return {label: fingerprint(model) for label, model in models().items()}


def looked_at(size, look):
    """What `look` sees after a load that is then rolled back."""
    with transaction.atomic():
        load(size, today=TODAY)
        seen = look()
        transaction.set_rollback(True)
    return seen


def test_load_gives_the_size_asked_for():
    load(SMALL, today=TODAY)

    assert size_of_database() == SMALL
    early = School.objects.filter(has_early_childhood=True).count()
    assert {
        "cycles": Cycle.objects.count(),
        "reports": Sar.objects.count(),
        "visits": Visit.objects.count(),
        "projects": Project.objects.count(),
        "lines": BudgetLine.objects.count(),
        "people": User.objects.count(),
    } == {
        "cycles": 2 * 2,
        "reports": (7 + early) * 2,
        "visits": 7 * 2 * 2,
        "projects": 2 * 2 * 60,
        "lines": 2 * 2 * 60 * 8,
        "people": 2 * 19 + 1 + 7 * 3,
    }


def test_load_answers_every_item_of_a_begun_report_and_a_counted_visit():
    load(SMALL, today=TODAY)

    begun = Sar.objects.exclude(state="expected")
    asked = sum({"basic": 21, "early_childhood": 14}[level] for level in begun.values_list("level", flat=True))
    assert ItemRating.objects.count() == asked
    visits = Visit.objects.counted().exclude(instrument=None)
    items = sum(visit.instrument.sections.filter(items__isnull=False).count() for visit in visits)
    assert Answer.objects.count() == items
    assert AgreedAction.objects.count() == Visit.objects.filter(state__in=["reported", "acknowledged"]).count() * 2


def test_load_shares_schools_out_evenly():
    load(SMALL, today=TODAY)

    counts = [district.schools.count() for district in District.objects.order_by("pk")]
    assert counts == [4, 3]
    assert SMALL.of_one_district == Size(schools=4, districts=1, years=2)


def test_load_gives_every_role_a_person():
    load(SMALL, today=TODAY)

    assert {role for role in ROLES if User.objects.in_role(role).exists()} == set(ROLES)


def test_load_keeps_the_money_of_a_project_whole():
    load(SMALL, today=TODAY)

    running = Project.objects.filter(state=ProjectState.RUNNING).with_totals()
    assert [project.pk for project in running if project.total != project.approved_amount] == []
    assert [project.pk for project in running if project.spent >= project.approved_amount] == []


def test_load_makes_the_keys_and_codes_that_the_models_make():
    load(SMALL, today=TODAY)

    school, project = School.objects.order_by("pk").first(), Project.objects.order_by("pk").first()
    line, visit = BudgetLine.objects.order_by("pk").first(), Visit.objects.order_by("pk").first()
    before = [
        (project.name_sort, project.name_search, project.period_start),
        (line.factors, line.computed),
        visit.held_on,
    ]
    code = f"{school.moe_code[-6:]}-{visit.fiscal_year % 100:02}-V01"
    for row in (project, line, visit):
        row.save()
    after = [
        (project.name_sort, project.name_search, project.period_start),
        (line.factors, line.computed),
        visit.held_on,
    ]
    assert (before, visit.code) == (after, code)


@pytest.mark.nightly
def test_load_gives_the_same_rows_each_time():
    assert looked_at(SMALL, fingerprints) == looked_at(SMALL, fingerprints)


@pytest.mark.nightly
def test_load_of_one_district_is_the_first_of_many():
    def reports():
        rows = Sar.objects.filter(school__district=1).order_by("school", "cycle__academic_year", "level")
        return list(rows.values_list("school__moe_code", "level", "state", "handed_in_on"))

    assert looked_at(SMALL.of_one_district, reports) == looked_at(SMALL, reports)


def test_load_leaves_indexes_and_foreign_keys_as_they_were():
    def of_table(model):
        with connection.cursor() as cursor:
            found = connection.introspection.get_constraints(cursor, model._meta.db_table)
        return {name: (row["columns"], row["foreign_key"], row["unique"]) for name, row in found.items()}

    before = {name: of_table(model) for name, model in models().items()}
    load(SMALL, today=TODAY)
    assert {name: of_table(model) for name, model in models().items()} == before


def test_rows_after_the_load_get_new_numbers():
    load(SMALL, today=TODAY)
    assert District.objects.create(code="1", name="สมมุติ", short_name="สมมุติ").pk == 3


def test_load_refuses_a_database_with_districts():
    District.objects.create(code="1", name="สมมุติ", short_name="สมมุติ")
    with pytest.raises(NotEmptyError):
        load(SMALL, today=TODAY)
    assert School.objects.count() == 0


def test_size_needs_a_school_in_each_district():
    with pytest.raises(ValueError, match="one school in each district"):
        Size(schools=2, districts=3)
