import pytest
from django.db.models import Count, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from qa_portal.core.models import Notice, User
from qa_portal.core.prepared import Prepared, prepared
from tests.factories.core import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    """Three people with none, one and two notices, each with its `told`."""
    for number in range(3):
        user = UserFactory(username=f"person{number}")
        Notice.objects.bulk_create(Notice(recipient=user, text="text", url="/") for _ in range(number))
    return User.objects.filter(username__startswith="person").annotate(told=Prepared(User, told()))


def told():
    rows = Notice.objects.filter(recipient=OuterRef("pk")).exclude(url="").order_by().values("recipient")
    return Coalesce(Subquery(rows.annotate(count=Count("pk")).values("count")), Value(0))


def names(people):
    return [user.username for user in people]


def test_prepared_gives_what_the_expression_gives(people):
    plain = people.annotate(plain=told()).values_list("plain", flat=True)
    assert list(people.values_list("told", flat=True)) == list(plain) == [0, 1, 2]


def test_prepared_filters_and_sorts(people):
    assert names(people.filter(told__gt=0).order_by("-told")) == ["person2", "person1"]


def test_prepared_is_summed(people):
    assert people.aggregate(sum=Sum("told"))["sum"] == 3


def test_prepared_keeps_to_its_own_row_inside_another_query_of_the_same_table(people):
    inner = people.filter(told=2)
    assert names(User.objects.filter(pk__in=inner.values("pk"))) == ["person2"]
    assert names(people.filter(told=1, pk__in=people.filter(told=1).values("pk"))) == ["person1"]
    told_of_another = people.filter(username="person2").values("told")
    assert list(people.annotate(other=Subquery(told_of_another)).values_list("told", "other")) == [
        (0, 2),
        (1, 2),
        (2, 2),
    ]


def test_prepared_of_a_joined_row_asks_that_row(people):
    assert Notice.objects.filter(recipient__in=people.filter(told=2)).count() == 2


def test_prepared_stays_with_rows_that_are_joined_by_or(people):
    assert names(people.filter(told=0) | people.filter(told=2)) == ["person0", "person2"]


def test_prepared_groups_by_its_value(people):
    assert list(people.order_by("told").values_list("told").annotate(Count("pk"))) == [(0, 1), (1, 1), (2, 1)]


@prepared
def told_to(key):
    return Notice.objects.filter(recipient=key).order_by("pk").values_list("text", "created_at")


@prepared
def named(key):
    return User.objects.filter(username=key).values_list("username", "is_active")


def test_prepared_are_those_of_each_key(people):
    for person in people:
        assert told_to(person.pk) == list(person.notices.order_by("pk").values_list("text", "created_at"))


def test_prepared_by_a_text(people):
    assert [named("person1"), named("person2"), named("nobody"), named(None)] == [
        [("person1", True)],
        [("person2", True)],
        [],
        [],
    ]


@prepared
def notices_of(person, *, order):
    return Notice.objects.filter(recipient=person).select_related("recipient").order_by(order)


def test_prepared_rows_are_whole_rows_with_what_they_are_selected_with(people, django_assert_num_queries):
    first, second = Notice.objects.filter(recipient__username="person2").order_by("pk")
    notices_of(0, order="pk")
    with django_assert_num_queries(2):
        assert notices_of(first.recipient_id, order="pk") == [first, second]
        assert [row.recipient.username for row in notices_of(first.recipient_id, order="-pk")] == ["person2"] * 2


@prepared
def between(first, last):
    return User.objects.filter(pk__gte=first, pk__lte=last).order_by("pk")


def test_prepared_rows_by_two_keys(people):
    zero, one, two = people.order_by("pk")
    assert [between(one.pk, two.pk), between(zero.pk, zero.pk), between(two.pk, zero.pk)] == [[one, two], [zero], []]


@prepared
def among(*keys):
    return User.objects.filter(pk__in=keys).order_by("pk")


@pytest.mark.parametrize("others", [0, 1, 50])
def test_prepared_by_any_number_of_keys(people, others):
    zero, _one, two = people.order_by("pk")
    assert among(zero.pk, two.pk, *range(-others, 0)) == [zero, two]
    assert among() == []
