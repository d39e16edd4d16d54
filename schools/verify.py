"""Checks of the reports of schools and of what is counted of them."""

from django.db.models import Count, F, Max, Min, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from qa_portal.core.verifying import CHUNK, check
from schools.models import Cycle, SarFile, School, Submission, YearFigures
from schools.services.level_counts import wrong_counts


@check("the counts of quality levels are those of the reports at the office")
def level_counts():
    for cycle in Cycle.objects.order_by("pk").iterator(CHUNK):
        for key, (kept, counted) in wrong_counts([cycle.pk]).items():
            yield f"Cycle {cycle.pk}, (standard, item, level) {key[1:]}: {kept} are kept, {counted} reports say so."


@check("the pupils of a school are those of its latest year")
def pupils():
    years = YearFigures.objects.filter(school=OuterRef("pk")).order_by("-academic_year")
    latest = years.annotate(sum=Coalesce(Sum("grades__boys"), 0) + Coalesce(Sum("grades__girls"), 0)).values("sum")[:1]
    rows = School.objects.annotate(told=Subquery(latest)).exclude(told=None).exclude(told=F("pupil_count"))
    for pk, kept, told in rows.order_by("pk").values_list("pk", "pupil_count", "told").iterator(CHUNK):
        yield f"School {pk}: {kept} pupils are kept, its latest year has {told}."


@check("the sendings and the PDF versions of a report are numbered without a gap")
def numbers():
    for model in (Submission, SarFile):
        rows = (
            model.objects.order_by().values("sar").annotate(count=Count("pk"), least=Min("number"), last=Max("number"))
        )
        for row in rows.exclude(count=F("last") - F("least") + 1).iterator(CHUNK):
            yield f"Report {row['sar']}: of its {model._meta.verbose_name_plural} up to {row['last']} one is missing."


@check("what a sending says of its PDF is what that PDF is")
def sent_files():
    rows = Submission.objects.filter(file__isnull=False).order_by("pk")
    for pk, content, sha256 in rows.values_list("pk", "content", "file__stored__sha256").iterator(CHUNK):
        told = (content.get("file") or {}).get("sha256")
        if told != sha256:
            yield f"Sending {pk}: its PDF has another hash than the one that it was sent with."
