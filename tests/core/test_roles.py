import pytest
from django.contrib.auth.models import Group

from qa_portal.core.roles import OPERATOR, ROLES, Scope, Verb
from tests.factories.core import UserFactory, person

pytestmark = pytest.mark.django_db


def test_every_role_is_a_group_after_migrate():
    assert set(ROLES) <= set(Group.objects.values_list("name", flat=True))


def test_every_verb_belongs_to_some_role_or_the_operator():
    given = OPERATOR.union(*(role.verbs for role in ROLES.values()))
    assert given == frozenset(Verb)


def test_a_person_without_a_role_can_nothing():
    user = UserFactory()
    assert (user.scope, user.verbs) == (Scope.NONE, frozenset())


def test_two_roles_join_their_verbs_and_take_the_wider_scope():
    user = UserFactory(roles=["school_head", "committee_member"])
    assert user.scope is Scope.DISTRICT
    assert user.verbs == ROLES["school_head"].verbs | ROLES["committee_member"].verbs


def test_an_inactive_person_can_nothing():
    director = person("director", is_active=False)
    assert not director.can(Verb.APPROVE_PROJECT)


def test_a_superuser_has_no_verb_without_a_role():
    """Nobody approves a project by being the machine's administrator."""
    assert not UserFactory(is_superuser=True).can(Verb.APPROVE_PROJECT)


def test_national_viewers_only_read():
    assert {verb for verb in ROLES["national_viewer"].verbs if not verb.startswith("view_")} == set()
