"""Who is told of a report, whose steps it takes, and who must not judge it."""

from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import User
from schools.models import Membership


def _people_of(school_ids, *roles):
    """{school id: active users of these roles who belong to the school today}."""
    rows = Membership.objects.current().filter(school__in=school_ids, user__in=User.objects.in_role(*roles))
    found = {}
    for row in rows.select_related("user"):
        found.setdefault(row.school_id, []).append(row.user)
    return found


def writers_by_school(school_ids):
    """{school id: its head and teachers of today}."""
    return _people_of(school_ids, "school_head", "school_teacher")


def writers_at(school_ids):
    """The heads and teachers of these schools, each once."""
    return {person for people in writers_by_school(school_ids).values() for person in people}


def writers_of(row):
    """Of the school of a report, a practice, or whatever else is a school's."""
    return writers_by_school([row.school_id]).get(row.school_id, [])


def board_of(sar):
    return _people_of([sar.school_id], "school_board").get(sar.school_id, [])


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


def not_ours(row, user):
    """Why somebody does not take the steps that are a school's own, or "": they are for its people of today, whatever
    district role these also have."""
    if user.memberships.current().filter(school=row.school_id).exists():
        return ""
    return _("Only the school's own people take this step.")
