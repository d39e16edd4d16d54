"""What still stands in the way of an award's steps, each a sentence with the page that mends it."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qa_portal.core.workflow import Missing
from schools.models import Practice
from schools.services.award_results import judging_of


def before_open(award):
    edit = reverse("schools:award_edit", args=[award.pk])
    if not award.criteria.exists():
        yield Missing(_("At least one criterion is needed."), f"{edit}#criteria-title")
    if not award.ranks.exists():
        yield Missing(_("At least one rank is needed."), f"{edit}#ranks-title")
    if award.closes_on < timezone.localdate():
        yield Missing(_("The last day for nominations has passed."), f"{edit}#id_closes_on")


def before_close(award):
    if not award.nominations.standing().exists():
        yield Missing(_("Nothing is nominated yet."), reverse("schools:nomination_add", args=[award.pk]))
    for row in award.nominations.standing().exclude(practice__in=Practice.objects.at_office()).with_practice():
        said = _("“%(practice)s” is with its school again: it has to be sent once more, or its nomination withdrawn.")
        yield Missing(said % {"practice": row.practice}, row.practice.get_absolute_url())
    if not award.judges.filter(excused_at=None).exists():
        yield Missing(_("No judge is chosen yet."), reverse("schools:award_judges", args=[award.pk]))


def before_announce(award):
    """The paper, and every nomination judged by each of its judges."""
    paper = reverse("schools:award_paper", args=[award.pk])
    if not award.announcement_number:
        yield Missing(_("The number of the announcement is missing."), f"{paper}#id_announcement_number")
    if not award.announced_on:
        yield Missing(_("The date of the announcement is missing."), f"{paper}#id_announced_on")
    yield from _unjudged(award)


def _unjudged(award):
    judging = judging_of(award)
    judges = reverse("schools:award_judges", args=[award.pk])
    for judge, count in judging.awaited().items():
        said = ngettext(
            "%(judge)s has still %(count)s entry to judge.", "%(judge)s has still %(count)s entries to judge.", count
        )
        yield Missing(said % {"judge": judge, "count": count}, judges)
    for result in judging.results:
        if not result.may_be_judged:
            said = _("Nobody among the judges may judge “%(practice)s”: choose another judge.")
            yield Missing(said % {"practice": result.nomination.practice}, judges)
