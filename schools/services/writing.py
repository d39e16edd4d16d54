"""Writing on a report: whether it may be done now, and what a save changes."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.utils import bulk_create_with_history

from qa_portal.core.workflow import Refused, perform, wrong_state
from schools.models import (
    Indicator,
    ItemRating,
    OwnSection,
    OwnStandard,
    Sar,
    SarState,
    StandardSection,
)
from schools.services.board import lapse_approval


def add_answers(sar):
    """The empty rows of a report that begins: one a standard, one an item, one a standard of the school's own."""
    standards = sar.framework.standards.all()
    sections = [StandardSection(sar=sar, standard=standard) for standard in standards]
    items = Indicator.objects.filter(standard__in=standards)
    bulk_create_with_history(sections, StandardSection)
    bulk_create_with_history([ItemRating(sar=sar, indicator=item) for item in items], ItemRating)
    bulk_create_with_history([OwnSection(sar=sar, own_standard=own) for own in own_standards(sar)], OwnSection)


def own_standards(*sars):
    """The standards that the schools added for the years and levels of these reports (A4-03 4.2)."""
    sheets = Q(pk__in=[])
    for sar in sars:
        sheets |= Q(sheet__school=sar.school_id, sheet__academic_year=sar.academic_year, sheet__level=sar.level)
    return OwnStandard.objects.filter(sheets).select_related("sheet__framework", "target_level")


def own_section(sar, own_standard):
    """What the report says of a standard of the school's own; a blank row, unsaved, while it says nothing."""
    there = sar.own_sections.filter(own_standard=own_standard).select_related("level").first()
    return there or OwnSection(sar=sar, own_standard=own_standard)


def begin_own_section(sar, own_standard):
    """The same, saved as a blank row when there is none. The report is locked by the caller."""
    section = own_section(sar, own_standard)
    if section.pk is None:
        bulk_create_with_history([section], OwnSection)
        section = own_section(sar, own_standard)
    return section


def closed_sentence(sar):
    """Why the school cannot work on its report today, or "" when it can."""
    today = timezone.localdate()
    if sar.takes_work_on(today):
        return ""
    if sar.cycle.opens_on > today:
        return _("The cycle has not opened yet.")
    return _("The time for this report is over. Ask the office for an extension.")


def writing_refusal(sar):
    """Why nothing can be written on the report now, or ""."""
    return closed_sentence(sar) if sar.is_writable else wrong_state(sar)


def papers_refusal(sar):
    """Why its PDF cannot be added now, or "": it may be replaced until the report is at the office."""
    return wrong_state(sar) if sar.is_at_office else closed_sentence(sar)


def minutes_refusal(sar):
    """Why the board's meeting cannot be recorded now, or "": from the presentation until the report is sent."""
    at_board = sar.state in (SarState.WITH_BOARD, SarState.BOARD_APPROVED)
    return closed_sentence(sar) if at_board else wrong_state(sar)


def lock_for(sar, refusal, *, by):
    """The report, locked before the rows that hang on it; a first save starts it. Refused with `refusal`'s sentence.

    To be called in a transaction."""
    locked = Sar.objects.select_for_update().get(pk=sar.pk)
    if sentence := refusal(locked):
        raise Refused(sentence)
    return perform(locked, "start", by=by) if locked.state == SarState.EXPECTED else locked


@transaction.atomic
def save_ratings(section, levels):
    """Save one standard's section and the levels {ItemRating: QualityLevel or None} of its items. A changed level
    makes the board's approval lapse."""
    changed = [(rating, level) for rating, level in levels.items() if rating.level_id != (level and level.pk)]
    before = StandardSection.objects.values_list("level", flat=True).get(pk=section.pk)
    for rating, level in changed:
        rating.level, rating.rated_at = level, timezone.now()
        rating.save()
    section.save()
    if changed or before != section.level_id:
        lapse_approval(section.sar)


@transaction.atomic
def save_summary(sar):
    """Save the report's own words; another overall level makes the board's approval lapse."""
    before = Sar.objects.values_list("overall_level", flat=True).get(pk=sar.pk)
    sar.save()
    if before != sar.overall_level_id:
        lapse_approval(sar)


@transaction.atomic
def save_own_section(section):
    """Save what the report says of the school's own standard; another level makes the board's approval lapse."""
    before = OwnSection.objects.values_list("level", flat=True).get(pk=section.pk)
    section.save()
    if before != section.level_id:
        lapse_approval(section.sar)
