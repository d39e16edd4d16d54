"""Checks of the reports of schools and of what is counted of them."""

from django.db.models import Count, F, Max, Min, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from qa_portal.core.history_chains import changed_since
from qa_portal.core.thai import to_be
from qa_portal.core.verifying import CHUNK, check
from schools.models import (
    DECIDED,
    Award,
    AwardMark,
    Cycle,
    Honour,
    SarFile,
    School,
    Submission,
    YearFigures,
)
from schools.services.award_results import judging_of
from schools.services.level_counts import wrong_counts


@check("the counts of quality levels are those of the reports at the office", "schools.Cycle")
def level_counts():
    for cycle in Cycle.objects.order_by("pk").iterator(CHUNK):
        for key, (kept, counted) in wrong_counts([cycle.pk]).items():
            yield f"Cycle {cycle.pk}, (standard, item, level) {key[1:]}: {kept} are kept, {counted} reports say so."


@check("the pupils of a school are those of its latest year", "schools.School")
def pupils():
    years = YearFigures.objects.filter(school=OuterRef("pk")).order_by("-academic_year")
    latest = years.annotate(sum=Coalesce(Sum("grades__boys"), 0) + Coalesce(Sum("grades__girls"), 0)).values("sum")[:1]
    rows = School.objects.annotate(told=Subquery(latest)).exclude(told=None).exclude(told=F("pupil_count"))
    for pk, kept, told in rows.order_by("pk").values_list("pk", "pupil_count", "told").iterator(CHUNK):
        yield f"School {pk}: {kept} pupils are kept, its latest year has {told}."


@check(
    "the sendings and the PDF versions of a report are numbered without a gap", "schools.Submission", "schools.SarFile"
)
def numbers():
    for model in (Submission, SarFile):
        rows = (
            model.objects.order_by().values("sar").annotate(count=Count("pk"), least=Min("number"), last=Max("number"))
        )
        for row in rows.exclude(count=F("last") - F("least") + 1).iterator(CHUNK):
            yield f"Report {row['sar']}: of its {model._meta.verbose_name_plural} up to {row['last']} one is missing."


@check("what a sending says of its PDF is what that PDF is", "schools.Submission")
def sent_files():
    rows = Submission.objects.filter(file__isnull=False).order_by("pk")
    for pk, content, sha256 in rows.values_list("pk", "content", "file__stored__sha256").iterator(CHUNK):
        told = (content.get("file") or {}).get("sha256")
        if told != sha256:
            yield f"Sending {pk}: its PDF has another hash than the one that it was sent with."


@check("a sending says what it said when it was sent", "schools.Submission")
def sendings():
    for pk in changed_since(Submission, ("sar", "number", "sent_at", "sent_by", "file", "content")):
        yield f"Sending {pk} was changed after it was sent."


@check("a PDF version of a report is the one that was kept", "schools.SarFile")
def kept_files():
    for pk in changed_since(SarFile, ("sar", "number", "stored")):
        yield f"PDF version {pk} of a report was changed after it was kept."


# ---------------------------------------------------------------- awards


@check(
    "a judge's points are between none and the most that the criterion brings, in the same award", "schools.AwardMark"
)
def marks():
    same = Q(judge__award=F("nomination__award"), criterion__award=F("nomination__award"))
    right = same & Q(points__lte=F("criterion__most_points"))
    for pk in AwardMark.objects.exclude(right).order_by("pk").values_list("pk", flat=True).iterator(CHUNK):
        yield f"Mark {pk}: its points are not such as a judge of its award can give."


@check("the honours of an announced award are those that the judges' points come to", "schools.Award")
def award_results():
    """With the rank as it was given: the words of an honour may be corrected afterwards."""
    for award in Award.objects.filter(state__in=DECIDED).select_related("district").order_by("pk").iterator(CHUNK):
        given = _given(award)
        for result in judging_of(award, is_settled=True).results:
            titles = given.pop(result.nomination.pk, ())
            rank = result.rank.name if result.rank else ""
            if bool(titles) != bool(rank) or not all(title.endswith(rank) for title in titles):
                told = ", ".join(titles) or "nothing"
                yield f"Nomination {result.nomination.pk}: its points come to “{rank}”, its honours say: {told}."
        for nomination in given:
            yield f"Nomination {nomination}: it has honours of award {award.pk}, which it does not stand for."


def _given(award):
    """{nomination: titles of its honours as they were given}."""
    found = {}
    first = Honour.history.filter(id=OuterRef("pk")).order_by("history_id").values("title")[:1]
    rows = Honour.objects.filter(nomination__award=award).order_by("pk").annotate(first=Subquery(first))
    for nomination, title in rows.values_list("nomination", "first"):
        found.setdefault(nomination, []).append(title)
    return found


@check("the certificates of a year are numbered without a gap", "schools.Honour")
def certificates():
    numbers = {}
    rows = Honour.objects.exclude(number="").order_by("pk").values_list("pk", "district", "number", "given_on__year")
    for pk, district, number, year in rows.iterator(CHUNK):
        running, _slash, said = number.partition("/")
        if not running.isdecimal() or said != str(to_be(year)):
            yield f"Honour {pk}: “{number}” is no number of a certificate of {to_be(year)}."
        else:
            numbers.setdefault((district, said), []).append(int(running))
    for (district, year), found in numbers.items():
        if sorted(found) != list(range(1, len(found) + 1)):
            yield f"Certificates of {year}, office {district}: one before number {max(found)} is missing."
