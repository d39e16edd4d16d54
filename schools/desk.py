"""What waits at the desks of the office in the SAR cycle, with good practices and awards."""

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core.desk import Kind, Task, list_at, register
from qa_portal.core.roles import Verb
from qa_portal.core.thai import format_date
from schools.lists.readings import sent_on
from schools.models import AwardJudge, AwardState, Practice, PracticeState, Sar, SarState
from schools.sar_timeline import short_name
from schools.services.award_results import judging_of

# ---------------------------------------------------------------- reports to read


def readings(user, today):
    rows = Sar.objects.visible_to(user).read_by(user).filter(state=SarState.SUBMITTED)
    return rows.for_reading(user).order_by(F("read_by_day").asc(nulls_last=True), "submitted_at", "pk")


def _reading(sar):
    why = _("%(school)s sent it on %(day)s.") % {"school": sar.school, "day": format_date(sent_on(sar))}
    return Task(
        _("Read the report, then accept or return it"), short_name(sar), sar.get_absolute_url(), why, sar.read_by_day
    )


def readerless(user, today):
    rows = Sar.objects.visible_to(user).without_reader().filter(state=SarState.SUBMITTED)
    return rows.select_related("school", "cycle").order_by("submitted_at", "pk")


def _readerless(sar):
    why = _("%(school)s sent it on %(day)s; nobody was asked to read it.")
    why %= {"school": sar.school, "day": format_date(sent_on(sar))}
    return Task(_("Name who reads the report"), short_name(sar), reverse("schools:sar_readers", args=[sar.pk]), why)


# ---------------------------------------------------------------- reports that schools owe


def owed(user, today):
    """Overdue reports of the schools that one answers for; of the whole office for who gives schools to supervisors."""
    rows = Sar.objects.visible_to(user).overdue(today)
    if not user.can(Verb.ASSIGN_SUPERVISORS):
        rows = rows.filter(school__in=user.assignments.current().values("school"))
    return rows.select_related("school", "cycle").order_by("due_day", "school__name_sort", "pk")


def _owed(sar):
    why = _("%(school)s has not sent it. Ask what it needs, or extend its day.") % {"school": sar.school}
    return Task(_("The school is late with its report"), short_name(sar), sar.get_absolute_url(), why, sar.due_on)


# ---------------------------------------------------------------- good practices and awards


def practices(user, today):
    rows = Practice.objects.visible_to(user).filter(state=PracticeState.SENT)
    return rows.select_related("school").order_by("pk")


def _practice(practice):
    why = _("%(school)s sends it for publication.") % {"school": practice.school}
    return Task(_("Read the entry, then publish or return it"), str(practice), practice.get_absolute_url(), why)


def judgings(user, today):
    """The awards in which this person has marks to give, each with how many nominations wait."""
    seats = AwardJudge.objects.filter(user=user, excused_at=None, award__state=AwardState.JUDGING)
    waiting = []
    for seat in seats.select_related("award").order_by("pk"):
        judging = judging_of(seat.award)
        mine = next(judge for judge in judging.judges if judge.pk == seat.pk)
        count = sum(judging.judgement(row, mine).is_awaited for row in judging.nominations)
        waiting += [(seat.award, count)] if count else []
    return waiting


def _judging(row):
    award, count = row
    why = _("%(count)s entries wait for your marks.") % {"count": count}
    return Task(_("Give your marks"), str(award), award.get_absolute_url(), why)


register(
    Kind(
        "readings",
        gettext_lazy("SARs to read"),
        "clipboard-check",
        (Verb.REVIEW_SAR,),
        readings,
        _reading,
        list_at("schools:sar_reading_list", state=SarState.SUBMITTED.value),
    ),
    Kind(
        "readerless",
        gettext_lazy("SARs without a reader"),
        "person-plus",
        (Verb.ASSIGN_SUPERVISORS,),
        readerless,
        _readerless,
        list_at("schools:sar_list", state=SarState.SUBMITTED.value),
    ),
    Kind(
        "sars_owed",
        gettext_lazy("SARs that schools owe"),
        "alarm",
        (Verb.REVIEW_SAR, Verb.MANAGE_CYCLES),
        owed,
        _owed,
        list_at("schools:sar_list", standing="overdue"),
        waits_for_others=True,
    ),
    Kind(
        "practices",
        gettext_lazy("Good practices to publish"),
        "lightbulb",
        (Verb.MANAGE_PRACTICES,),
        practices,
        _practice,
        list_at("schools:practice_list", state=PracticeState.SENT.value),
    ),
    Kind(
        "judgings",
        gettext_lazy("Awards to judge"),
        "award",
        (Verb.JUDGE_PRACTICE,),
        judgings,
        _judging,
        list_at("schools:award_list"),
        is_list=True,
    ),
)
