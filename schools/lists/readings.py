"""The list of the reports that a person reads."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.columns import Column
from schools.models import Sar, SarState


def days_at_office(sar):
    """Whole days since the newest sending, or None while the report is not at the office unanswered."""
    if sar.state != SarState.SUBMITTED:
        return None
    return (timezone.localdate() - timezone.localdate(sar.submitted_at)).days


def sent_on(sar):
    return sar.submitted_at and timezone.localdate(sar.submitted_at)


READING_COLUMNS = [
    Column("school", _("School"), lambda s: s.school.name, 34, "school__name_sort", Sar.get_absolute_url),
    Column("level", _("Level"), lambda s: str(s.get_level_display()), 20, "level"),
    Column("state", _("State"), lambda s: str(s.get_state_display()), 20, "state", kind="state"),
    Column("sent", _("Sent"), sent_on, 14, "submitted_at", kind="date"),
    Column("read_by", _("To be read by"), lambda s: s.read_by_day, 14, "read_by_day", kind="date"),
    Column("days", _("Days at the office"), days_at_office, 12, kind="number"),
    Column("sendings", _("Sendings"), lambda s: s.sending_count, 10, "sending_count", kind="number"),
    Column("requests", _("Open requests"), lambda s: s.request_count, 12, "request_count", kind="number"),
    Column("year", _("Academic year"), lambda s: str(s.academic_year), 12, "cycle__academic_year"),
]
