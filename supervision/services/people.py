"""Who is told of a visit and of what was agreed at it."""

from django.contrib.auth import get_user_model

from qa_portal.core.roles import Verb


def team_of(visit):
    return [member.user for member in visit.team]


def school_people(visit):
    """The school's own people who read visits."""
    people = get_user_model().objects.filter(memberships__in=visit.school.memberships.current(), is_active=True)
    return [person for person in people.distinct() if person.can(Verb.VIEW_VISITS)]
