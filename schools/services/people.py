"""Who is told of a report, and who must not judge it."""

from qa_portal.core.models import User
from schools.models import (
    Membership,
)


def people_of(school_ids, *roles):
    """{school id: active users of these roles who belong to the school today}."""
    rows = Membership.objects.current().filter(school__in=school_ids, user__in=User.objects.in_role(*roles))
    found = {}
    for row in rows.select_related("user"):
        found.setdefault(row.school_id, []).append(row.user)
    return found


def writers_of(sar):
    return people_of([sar.school_id], "school_head", "school_teacher").get(sar.school_id, [])


def board_of(sar):
    return people_of([sar.school_id], "school_board").get(sar.school_id, [])


def readers_of(sar):
    """Those who were asked to read the report; else the school's supervisors of today, or the head of the supervision
    group while it has none."""
    assigned = User.objects.filter(is_active=True, sar_readings__in=sar.readings.active())
    if assigned.exists():
        return list(assigned)
    return supervisors_of(sar.school)


def supervisors_of(school):
    """The school's supervisors of today, or the head of the supervision group while it has none."""
    supervisors = User.objects.in_role("supervisor").filter(assignments__in=school.assignments.current())
    return list(supervisors) or list(User.objects.in_role("group_head").of_district(school.district_id))


def own_people_of(sar):
    """Everybody who belongs or ever belonged to the school: none of them judges its report (F68)."""
    return User.objects.filter(memberships__school=sar.school_id)
