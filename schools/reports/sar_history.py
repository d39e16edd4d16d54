"""What was done with a report, as each reader may know it."""

from itertools import pairwise

from django.utils.translation import gettext as _

from qa_portal.core.history import Change, Entry, entries_of
from qa_portal.core.models import TransitionRecord
from schools.models import ItemRating, SarState
from schools.workflow.sar import SAR

BETWEEN_US = ("submit", "resubmit", "return", "accept")


def history_for(sar, *, is_own):
    """The school's own people: everything. Others: the steps between the school and the office, and no draft."""
    return entries_of(sar) if is_own else between_us(sar)


def between_us(sar):
    records = TransitionRecord.objects.of(sar).filter(transition__in=BETWEEN_US).order_by("-done_at", "-pk")
    return [Entry(row.done_at, str(row.done_by), str(SAR.by_name[row.transition].label), row.note) for row in records]


def standard_history(section, ratings):
    """Changes of one standard's words and of its items' levels, newest first; [] while nobody has begun it."""
    if section.pk is None:
        return []
    entries = [*entries_of(section), *_rating_changes(ratings)]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def own_standard_history(section):
    """The same of a standard of the school's own."""
    return entries_of(section) if section.pk else []


def _rating_changes(ratings):
    rows = ItemRating.history.filter(id__in=[rating.pk for rating in ratings])
    rows = rows.select_related("indicator", "level", "history_user").order_by("id", "history_date", "history_id")
    for older, newer in pairwise(rows):
        if older.id == newer.id and older.level_id != newer.level_id:
            change = Change(str(newer.indicator), str(older.level or "–"), str(newer.level or "–"))
            yield Entry(newer.history_date, str(newer.history_user or "–"), _("Rated"), changes=(change,))


def words_to_mend(sar):
    """The latest note that the school has to answer to: the office's after a return, the board's after a refusal."""
    names = {SarState.RETURNED: ["return"], SarState.DRAFTING: ["return_by_board", "take_back"]}.get(sar.state)
    if not names:
        return None
    return TransitionRecord.objects.of(sar).filter(transition__in=names).order_by("-done_at", "-pk").first()
