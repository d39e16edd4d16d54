from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qa_portal.core.columns import Column
from supervision.models import Acknowledgement

ID_PLAN_COLUMNS = [
    Column(
        "person",
        _("Person named in the order"),
        lambda row: str(row.user),
        32,
        "user__first_name",
        Acknowledgement.get_absolute_url,
    ),
    Column(
        "order",
        pgettext_lazy("paper", "Order"),
        lambda row: str(row.order),
        44,
        "order__number",
        lambda row: row.order.get_absolute_url(),
    ),
    Column("told_on", _("Told on"), lambda row: row.told_on, 14, "told_on", kind="date"),
    Column("known_on", _("Acknowledged on"), lambda row: row.known_on, 14, "known_on", kind="date"),
    Column("due_on", _("ID PLAN due by"), lambda row: row.due_on, 14, "known_on", kind="date"),
    Column("filed_on", _("Handed in on"), lambda row: row.filed_on, 14, "plan_filed_at", kind="date"),
    Column("standing", _("State"), lambda row: str(row.standing[0]), 24, look=lambda row: row.standing),
]
