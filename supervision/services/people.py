"""Who may go to a school, and who is told of a visit, of what was agreed at it, and of an external assessment."""

from django.contrib.auth import get_user_model

from qa_portal.core.roles import Verb

LEADS = ("supervisor", "group_head")
"""Roles that may lead a visit's team."""
TEAM = (*LEADS, "director", "deputy", "plan_staff", "finance_staff", "committee_member")
"""Roles that may be in one."""


def people_in(district, roles):
    """The office's people in any of the roles, by name."""
    return get_user_model().objects.in_role(*roles).of_district(district).order_by("first_name", "last_name")


def team_of(visit):
    return [member.user for member in visit.team]


def people_who(school, verb):
    """The school's own people who have the verb."""
    people = get_user_model().objects.filter(memberships__in=school.memberships.current(), is_active=True)
    return [person for person in people.distinct() if person.can(verb)]


def school_people(visit):
    return people_who(visit.school, Verb.VIEW_VISITS)


def assessed_people(assessment):
    return people_who(assessment.school, Verb.VIEW_ASSESSMENTS)


def office_people_who(district, verb):
    """The office's people who have the verb."""
    people = get_user_model().objects.filter(district=district, is_active=True).prefetch_related("groups")
    return [person for person in people if person.can(verb)]
