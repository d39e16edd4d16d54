from django.utils.translation import gettext_lazy as _

from qa_portal.core.columns import Column
from supervision.models import Order

ORDER_COLUMNS = [
    Column("subject", _("Order"), lambda row: row.subject, 50, "subject", Order.get_absolute_url),
    Column("number", _("Number"), lambda row: row.number, 16, "number"),
    Column("dated", _("Date of the order"), lambda row: row.dated, 16, "dated", kind="date"),
    Column("effective_on", _("Takes effect on"), lambda row: row.effective_on, 16, "effective_on", kind="date"),
    Column("duties", _("Duties"), lambda row: row.duty_count, 10, "duty_count", kind="number"),
    Column("state", _("State"), lambda row: str(row.get_state_display()), 18, "state", kind="state"),
]
