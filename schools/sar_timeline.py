"""What the SAR cycle tells to a school's timeline and to its desk."""

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core.models import TransitionRecord
from qa_portal.core.roles import Verb
from schools.models import Sar, SarState
from schools.reports.sar_history import BETWEEN_US
from schools.timeline import Debt, Entry
from schools.workflow.sar import SAR

from . import timeline

NEXT = {
    SarState.EXPECTED: gettext_lazy("begin the report"),
    SarState.DRAFTING: gettext_lazy("write on, then present it to the board"),
    SarState.WITH_BOARD: gettext_lazy("the board's approval"),
    SarState.BOARD_APPROVED: gettext_lazy("send it to the office"),
    SarState.RETURNED: gettext_lazy("mend it and send it again"),
}


@timeline.register
def sar_entries(school, user):
    """Each step between the school and the office; no draft (Sar's docstring)."""
    sars = {str(sar.pk): sar for sar in Sar.objects.visible_to(user).filter(school=school).select_related("cycle")}
    records = TransitionRecord.objects.filter(
        content_type=ContentType.objects.get_for_model(Sar), object_id__in=sars, transition__in=BETWEEN_US
    )
    for record in records:
        sar, look = sars[record.object_id], SAR.looks[record.target]
        yield Entry(
            timezone.localdate(record.done_at),
            _("SAR"),
            "clipboard-check",
            f"{SAR.by_name[record.transition].label}: {short_name(sar)}",
            record.note,
            sar.get_absolute_url(),
            (SarState(record.target).label, look.colour, look.icon),
        )


def _owed(school, user):
    """The reports that are the school's turn now; for the board alone those that wait for it."""
    owed = Sar.objects.visible_to(user).filter(school=school).asked_on(timezone.localdate()).owing()
    if user.can(Verb.APPROVE_SAR) and not user.can(Verb.RATE_SAR):
        owed = owed.filter(state=SarState.WITH_BOARD)
    return owed


@timeline.register_debts(_owed)
def sar_debts(sars, user):
    for sar in sars.select_related("cycle"):
        yield Debt(f"{short_name(sar)}: {NEXT[sar.state]}", sar.get_absolute_url(), due=sar.owed_by)


def short_name(sar):
    """The report's name where its school is known."""
    return _("SAR %(level)s %(year)s") % {"level": sar.get_level_display(), "year": sar.academic_year}
