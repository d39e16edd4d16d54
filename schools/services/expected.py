"""Which reports a cycle expects, and until when."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from simple_history.utils import bulk_create_with_history

from qa_portal.core.notices.sentences import told
from qa_portal.core.services import notify
from qa_portal.core.thai import format_date
from schools.models import (
    EducationLevel,
    Sar,
    SarState,
    School,
)
from schools.services.people import writers_of


def taught_levels(school):
    taught = {EducationLevel.EARLY_CHILDHOOD: school.has_early_childhood, EducationLevel.BASIC: school.has_basic}
    return {level for level, is_taught in taught.items() if is_taught}


def _wanted(cycle):
    """{(school id, level): framework} of every school open today and every level it teaches (B4)."""
    schools = School.objects.filter(district=cycle.district_id).open_at()
    return {
        (school.pk, level): framework
        for school in schools
        for level, framework in cycle.frameworks.items()
        if level in taught_levels(school)
    }


@transaction.atomic
def create_expected(cycle, *, by):
    """The expected reports that the cycle does not have yet, with their history. Safe to run twice."""
    there = set(cycle.sars.order_by().values_list("school_id", "level"))
    new = [
        Sar(cycle=cycle, school_id=school, level=level, framework=framework)
        for (school, level), framework in _wanted(cycle).items()
        if (school, level) not in there
    ]
    return bulk_create_with_history(new, Sar, batch_size=500, default_user=by)


@transaction.atomic
def refresh_expected(cycle, *, by):
    """(added, withdrawn): brings an open cycle up to date with the registry. Only reports that nobody has begun are
    withdrawn, when the school has closed or no longer teaches the level."""
    wanted = _wanted(cycle)
    added = create_expected(cycle, by=by)
    untouched = cycle.sars.select_for_update().filter(state=SarState.EXPECTED)
    unneeded = [sar for sar in untouched if (sar.school_id, sar.level) not in wanted]
    for sar in unneeded:
        _withdraw(sar, by)
    return len(added), len(unneeded)


def _withdraw(sar, by):
    """With what was asked for it while it was expected: to be sent, and to be read."""
    sar.reminders.all().delete()
    for reading in sar.readings.all():
        reading.delete(by=by)
    sar.delete(by=by)


@transaction.atomic
def extend(sar, *, until, reason, by):
    """Every report that the school still owes in this cycle may be sent until `until`; its people are told. So may this
    one be once it is returned, if it is at the office: its cycle may be closed by then."""
    rows = Sar.objects.select_for_update().filter(cycle=sar.cycle_id, school=sar.school_id)
    given = list(rows.owing() | rows.filter(pk=sar.pk))
    for row in given:
        row.extended_to, row.extension_reason = until, reason
        row.save(by=by)
        if row.is_at_office:
            continue
        notify(writers_of(row), EXTENDED, {"row": str(row), "day": format_date(until)}, row.get_absolute_url())
    return given


@transaction.atomic
def withdraw_extension(sar, *, reason, by):
    """The school's owed reports of this cycle are due on everybody's day again; its people are told why."""
    rows = Sar.objects.select_for_update().filter(cycle=sar.cycle_id, school=sar.school_id)
    held = list(rows.owing().exclude(extended_to=None).select_related("cycle", "school"))
    for row in held:
        row.extended_to, row.extension_reason = None, ""
        row.save(by=by)
        values = {"row": str(row), "day": format_date(row.due_on), "reason": reason}
        notify(writers_of(row), WITHDRAWN, values, row.get_absolute_url())
    return held


EXTENDED = told(_("%(row)s may be sent until %(day)s."))
WITHDRAWN = told(_("The extension of %(row)s was withdrawn: it is due on %(day)s. Reason: %(reason)s"))
