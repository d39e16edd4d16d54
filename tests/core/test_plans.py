import pytest
from django.db import NotSupportedError, connection, transaction

from qa_portal.core import plans
from qa_portal.core.models import Notice, User
from qa_portal.core.prepared import prepared
from tests.factories.core import UserFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL is asked to keep plans"),
]


@prepared
def told_to(person, *, but=""):
    return Notice.objects.filter(recipient=person).exclude(text=but).order_by("pk").values_list("text", flat=True)


@prepared
def named(name, pk):
    return User.objects.filter(username=name, pk=pk).values_list("first_name", flat=True)


@pytest.fixture
def person():
    user = UserFactory(username="คน 100%", first_name="%s")
    Notice.objects.create(recipient=user, text="100% – %s", url="/")
    return user


@pytest.fixture(autouse=True)
def _no_plan_yet():
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    plans.known.clear()


def kept():
    with connection.cursor() as cursor:
        cursor.execute("SELECT parameter_types::text, generic_plans + custom_plans FROM pg_prepared_statements")
        return cursor.fetchall()


def test_query_is_planned_once_and_asked_by_its_plan(person, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert [told_to(person.pk), told_to(person.pk + 1)] == [["100% – %s"], []]
    assert kept() == [("{bigint}", 2)]


def test_texts_and_signs_of_percent_are_keys_and_constants_like_others(person):
    assert [named("คน 100%", person.pk), named("คน 100", person.pk), named("คน 100%", None)] == [["%s"], [], []]
    assert [told_to(person.pk, but="100% – %s"), told_to(person.pk, but="%")] == [[], ["100% – %s"]]
    assert sorted(kept()) == [("{bigint,text}", 3), ("{bigint}", 1), ("{bigint}", 1)]


def test_lists_are_asked_by_plans_with_their_values_in_them(person):
    def asked(name):
        with plans.kept():
            rows = User.objects.filter(username=name)
            return list(rows.values_list("first_name", flat=True)), rows.count()

    assert [asked("คน 100%"), asked("คน 100%"), asked("คน %s")] == [(["%s"], 1), (["%s"], 1), ([], 0)]
    assert sorted(kept()) == [("{}", 1), ("{}", 1), ("{}", 2), ("{}", 2)]


def test_plan_that_fits_no_more_is_made_anew(person):
    told_to(person.pk)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE core_notice ALTER COLUMN text TYPE varchar(5000)")
    with pytest.raises(NotSupportedError), transaction.atomic():
        told_to(person.pk)
    assert told_to(person.pk) == ["100% – %s"]


def test_connection_keeps_no_more_than_so_many(person, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(plans, "MOST", 3)
    with django_assert_num_queries(5):
        for number in range(5):
            assert told_to(person.pk, but=str(number)) == ["100% – %s"]
    assert len(kept()) == 2


def test_pooler_of_transactions_is_given_whole_queries(person, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    assert [told_to(person.pk), kept()] == [["100% – %s"], []]
