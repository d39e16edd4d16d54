from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qa_portal.core.columns import Column
from supervision.models import Collection, Sheet


def sheets_url(collection, **asked):
    """The list of exactly the sheets that a number counts."""
    return f"{reverse('supervision:sheet_list')}?{urlencode({'collection': collection.pk} | asked)}"


def _count(key, label, standing):
    asked = {"standing": standing} if standing else {}
    return Column(
        key, label, lambda row: getattr(row, f"{key}_count"), 10, f"{key}_count", lambda row: sheets_url(row, **asked),
        kind="number",
    )  # fmt: skip


COLLECTION_COLUMNS = [
    Column("title", _("Form"), lambda row: row.title, 44, "title", Collection.get_absolute_url),
    Column("year", _("Year"), lambda row: row.year_label, 18, "year"),
    Column("due", _("To be sent by"), lambda row: row.due_on, 14, "due_on", kind="date"),
    _count("sheet", pgettext_lazy("form", "Asked"), ""),
    _count("answered", _("Came in"), "answered"),
    _count("to_check", _("To be checked"), "to_check"),
    _count("owed", _("Not sent yet"), "owed"),
    _count("overdue", _("Past the last day"), "overdue"),
    Column("state", _("State"), lambda row: row.get_state_display(), 18, "state", kind="state"),
]


SHEET_COLUMNS = [
    Column("owner", _("Filled in by"), lambda row: str(row.owner), 34, "school__name_sort", Sheet.get_absolute_url),
    Column("network", _("Network"), lambda row: row.school and row.school.network and row.school.network.name, 24),
    Column("form", _("Form"), lambda row: row.collection.title, 44, "collection__title", Sheet.get_absolute_url),
    Column("due", _("To be sent by"), lambda row: row.due_on, 14, "due", kind="date"),
    Column("sent", _("Sent on"), lambda row: row.sent_on, 14, "sent_at", kind="date"),
    Column("overdue", _("Late"), lambda row: _("Past the last day") if row.is_overdue else None, 16),
    Column("state", _("State"), lambda row: row.get_state_display(), 20, "state", kind="state"),
]
