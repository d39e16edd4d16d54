"""Claim against seen (F40): what a school says of each standard beside what supervisors and assessors saw of it."""

from django.db.models import Avg, Case, Exists, F, FloatField, Max, Min, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Floor, Least, NullIf
from django.utils.translation import gettext_lazy as _

from schools.models import AT_OFFICE, QualityLevel, Sar, StandardMatch, StandardSection, Target, TargetSheetState
from supervision.models import Answer, AssessmentState, InstrumentLevel, ResultKind, StandardResult
from supervision.models.visit import SENT

HALF_STEP = 0.5  # of the school's scale: what is nearer than that is the same level
UNSEEN = 1_000_000.0  # above every value of a scale
NOISE = 0.000001  # of a hundredth: what adding up parts of a scale may leave

VISITS, ASSESSORS = "visits", "assessors"
SIDES = {VISITS: _("Supervisors' rating"), ASSESSORS: _("External result")}

DIRECTIONS = {  # over rows of `claims`
    "more": Q(difference__gte=HALF_STEP),
    "less": Q(difference__lte=-HALF_STEP),
    "same": Q(difference__gt=-HALF_STEP, difference__lt=HALF_STEP),
    "none": Q(difference=None),
}


def direction_of(difference):
    """The key of DIRECTIONS that a difference falls under."""
    if difference is None:
        return "none"
    if abs(difference) < HALF_STEP:
        return "same"
    return "more" if difference > 0 else "less"


def claims(schools, academic_year, *, reader=None, against=None):
    """One row for each expected SAR of these schools (a queryset) and standard of its framework, of an academic year
    (B.E.); rows are `Sar`, narrowed to what follows, and can be filtered and sorted by all of it in SQL:

    - `pk`, `state`, `level`, `school`, `framework_id`; `standard_id`, `standard_number`, `standard_name`
    - `lowest`, `highest`: the ends of the school's own scale
    - `own`: the level that the school says, while its SAR is at the office; for `reader`, where they may read it;
      `last`: that of the year before, in this framework's levels (F16); `target`: the announced one. `words(row,
      value)` names each
    - `seen`: the mean of the supervisors' answers of reported visits of that academic year to items that look at the
      standard; `external`, `external_name`, `external_id`: the newest final StandardResult and its level as stated.
      Both are laid on the school's scale as shares of their own: lowest + (value - their lowest) / (their highest -
      their lowest) × steps
    - `difference`: `own` less the lower of `seen` and `external` (`against`: VISITS or ASSESSORS, only that one), in
      steps of the school's scale; None where one of the two sides is missing

    These three are floats of two decimals. What was seen of a standard that this one continues, or that continues it,
    was seen of this one."""
    sars = Sar.objects.filter(school__in=schools.order_by(), cycle__academic_year=academic_year)
    rows = sars.filter(framework__standards__isnull=False).annotate(
        standard_id=F("framework__standards"),
        standard_number=F("framework__standards__number"),
        standard_name=F("framework__standards__name"),
        lowest=_end_of_scale(Min),
        highest=_end_of_scale(Max),
    )
    return (
        rows.annotate(**_said(academic_year, _readable(reader)), **_aimed_at(academic_year))
        .annotate(seen=_on_own_scale(_seen(academic_year)), **_assessed())
        .annotate(difference=_two_decimals(F("own") - _lower(against)))
        .select_related("school__network", "cycle")
        .only("state", "level", "framework", "cycle__academic_year", "school__name", "school__network__name")
        .prefetch_related("framework__levels")
        .order_by("school__name_sort", "level", "standard_number")
    )


def words(row, value):
    """A level of the school's scale as its framework says it ("4 ดีเลิศ"), "" for none."""
    return next((str(level) for level in row.framework.levels.all() if level.value == value), "")


def _end_of_scale(end):
    levels = QualityLevel.objects.filter(framework=OuterRef("framework")).order_by()
    return Subquery(levels.values("framework").annotate(end=end("value")).values("end"))


def _readable(reader):
    """The sections whose level is told."""
    return Q(sar__in=Sar.objects.readable_by(reader).order_by()) if reader else Q(sar__state__in=AT_OFFICE)


# ---------------------------------------------------------------- what the school says


def _said(academic_year, readable):
    sections = StandardSection.objects.filter(readable).exclude(level=None)
    own = sections.filter(sar=OuterRef("pk"), standard=OuterRef("standard_id")).order_by()
    return {
        "own": Subquery(own.values("level__value")[:1]),
        "last": Subquery(_of_year_before(sections, academic_year).values("carried")[:1]),
    }


def _of_year_before(sections, academic_year):
    """As services.mapping.continued_levels: of several that continue as one, the lowest."""
    is_same = Q(standard=OuterRef("standard_id"))
    is_older = Q(standard__continued_by__newer=OuterRef("standard_id"))
    is_older &= Q(level__continued_by__newer__framework=OuterRef("framework"))
    rows = sections.filter(
        is_same | is_older,
        sar__school=OuterRef("school"),
        sar__level=OuterRef("level"),
        sar__cycle__academic_year=academic_year - 1,
    )
    carried = Case(When(is_same, then=F("level__value")), default=F("level__continued_by__newer__value"))
    return rows.annotate(carried=carried).order_by("carried")


def _aimed_at(academic_year):
    aims = Target.objects.filter(
        indicator=None,
        standard=OuterRef("standard_id"),
        sheet__school=OuterRef("school"),
        sheet__level=OuterRef("level"),
        sheet__academic_year=academic_year,
        sheet__state=TargetSheetState.ANNOUNCED,
    ).order_by()
    return {"target": Subquery(aims.values("level__value")[:1])}


# ---------------------------------------------------------------- what others saw


def kin_of(standards):
    """{standard: itself and those that it continues or that continue it}, of primary keys."""
    kin = {standard: {standard} for standard in standards}
    matches = StandardMatch.objects.filter(Q(older__in=kin) | Q(newer__in=kin)).order_by()
    for older, newer in matches.values_list("older", "newer"):
        for one, other in ((older, newer), (newer, older)):
            if one in kin:
                kin[one].add(other)
    return kin


def _speaks_of_it(path):
    """The standard at `path` is of the row's kin, as `kin_of`."""
    there, here = OuterRef(path), OuterRef(OuterRef("standard_id"))
    matches = StandardMatch.objects.filter(Q(older=there, newer=here) | Q(older=here, newer=there))
    return Q(**{path: OuterRef("standard_id")}) | Exists(matches.order_by())


def answers_seen(academic_year):
    """Rated answers of the visits of an academic year whose reports were sent, to items that look at a standard."""
    return Answer.objects.filter(
        visit__academic_year=academic_year, visit__state__in=SENT, item__indicator__isnull=False
    ).exclude(level=None)


def _seen(academic_year):
    """The mean share of the scale, from 0 to 1."""
    answers = answers_seen(academic_year).filter(_speaks_of_it("item__indicator__standard"))
    answers = answers.filter(visit__school=OuterRef("school")).order_by()
    scale = InstrumentLevel.objects.filter(instrument=OuterRef("level__instrument")).order_by()
    share = _share(scale.values("instrument"))
    return Subquery(answers.values("visit__school").annotate(mean=Avg(share)).values("mean"))


def results_seen():
    """Levels of standards on final result papers."""
    rows = StandardResult.objects.filter(paper__kind=ResultKind.FINAL).exclude(level=None)
    return rows.exclude(paper__assessment__state=AssessmentState.CANCELLED)


def _assessed():
    """The newest; where several of the assessor's standards speak of the row's, the lowest of that paper."""
    results = results_seen().filter(
        _speaks_of_it("standard__school_links__school_standard"),
        paper__assessment__school=OuterRef("school"),
        paper__assessment__level=OuterRef("level"),
    )
    scale = QualityLevel.objects.filter(framework=OuterRef("level__framework")).order_by().values("framework")
    results = results.annotate(share=_share(scale))
    newest = results.order_by("-paper__assessment__round__number", "-paper__assessment__attempt", "share", "pk")
    return {
        "external": _on_own_scale(Subquery(newest.values("share")[:1])),
        "external_name": Subquery(newest.values("level__name")[:1]),
        "external_id": Subquery(newest.values("pk")[:1]),
    }


# ---------------------------------------------------------------- one scale


def _share(scale):
    """How high a level stands in its scale (its levels, grouped), from 0 to 1; None in a scale of one level."""
    lowest = Subquery(scale.annotate(end=Min("value")).values("end"))
    highest = Subquery(scale.annotate(end=Max("value")).values("end"))
    return (F("level__value") - lowest) * Value(1.0) / NullIf(highest - lowest, Value(0))


def _on_own_scale(share):
    """In the values of the school's scale."""
    return _two_decimals(F("lowest") + share * NullIf(F("highest") - F("lowest"), Value(0)))


def _two_decimals(value):
    """Halves up, the same on every database."""
    return Floor(value * Value(100.0) + Value(0.5 + NOISE), output_field=FloatField()) / Value(100.0)


def _lower(against):
    if against:
        return F("seen" if against == VISITS else "external")
    both = Least(*(Coalesce(F(side), Value(UNSEEN)) for side in ("seen", "external")))
    return NullIf(both, Value(UNSEEN))
