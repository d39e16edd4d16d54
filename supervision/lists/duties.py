from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qa_portal.core.columns import Column
from supervision.models import DutyTopic


def _covered(topic):
    """(word, colour, icon) of a topic `with_people`."""
    if not topic.is_active:
        return _("Need not be covered"), "secondary", "dash-circle"
    if not topic.people_count:
        return _("Nobody has it"), "danger", "exclamation-triangle"
    return _("Covered"), "success", "check-circle"


TOPIC_COLUMNS = [
    Column("name", _("Area of duty"), lambda row: row.name, 46, "name", DutyTopic.get_absolute_url),
    Column("group", _("Group"), lambda row: row.group, 28, "group"),
    Column("place", _("Network, school or project"), lambda row: row.place, 34),
    Column("people", _("People who have it today"), lambda row: row.people_count, 12, "people_count", kind="number"),
    Column("standing", _("State"), lambda row: str(_covered(row)[0]), 22, look=_covered),
]


# Rows: reports.duties.Held.
HELD_COLUMNS = [
    Column("topic", _("Area of duty"), lambda row: row.topic.name, 42, link=lambda row: row.topic.get_absolute_url()),
    Column("group", _("Group"), lambda row: row.topic.group, 26),
    Column("place", _("Network, school or project"), lambda row: row.topic.place, 30),
    Column("person", _("Responsible"), lambda row: row.person, 30),
    Column("position", _("Position"), lambda row: row.position, 28),
    Column("number", _("Duty no."), lambda row: row.number, 10),
    Column(
        "order", pgettext_lazy("paper", "Order"), lambda row: row.order_name, 30, link=lambda row: row.order_url or None
    ),
    Column("since", _("Since"), lambda row: row.since, 14, kind="date"),
    Column("until", _("Until"), lambda row: row.until, 14, kind="date"),
    Column("standing", _("State"), lambda row: str(row.look[0]), 22, look=lambda row: row.look),
]
