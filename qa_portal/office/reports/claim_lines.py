"""One school's claims against what was seen, each figure with the evidence that it comes from and its arithmetic (F40).
The number of queries does not depend on how many standards, visits or answers there are."""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _

from qa_portal.core.figures import decimals
from schools.models import EvidenceUse, QualityLevel, Sar, TargetSheet
from supervision.models import InstrumentLevel, StandardResult
from supervision.reports.claims import answers_seen, kin_of, words

from .claims import FAR, anchor, look_of, of_school


@dataclass(frozen=True)
class Part:
    """One figure of a line: its words, the page it opens, and where it was worked out the sentences that say how."""

    words: str = ""
    url: str = ""
    difference: float | None = None
    sentences: list[str] = field(default_factory=list)

    @property
    def look(self):
        return look_of(self.difference)


@dataclass(frozen=True)
class ClaimLine:
    row: object  # of supervision.reports.claims
    own: Part
    last: Part
    target: Part
    seen: Part
    external: Part
    evidence: list[EvidenceUse]
    visits: list[tuple[object, list[object]]]  # (visit, its answers that look at the standard)
    result: StandardResult | None

    @property
    def anchor(self):
        return anchor(self.row)

    @property
    def look(self):
        return look_of(self.row.difference)

    @property
    def is_far(self):
        """The page lays its evidence open at once."""
        return (self.row.difference or 0) >= FAR


def years_of(school):
    """Academic years (B.E.) of which a SAR is expected, the newest first."""
    years = Sar.objects.filter(school=school).order_by("-cycle__academic_year")
    return list(years.values_list("cycle__academic_year", flat=True).distinct())


def lines_of(school, academic_year, user):
    """[(level of education, its lines)] as this user may read them."""
    rows = list(of_school(school, academic_year, user))
    if not rows:
        return []
    sources = _Sources(school, academic_year, user, rows)
    lines = [_line(row, sources) for row in rows]
    return [(level, list(group)) for level, group in groupby(lines, lambda line: line.row.get_level_display())]


class _Sources:
    """Everything that the lines of one school come from, fetched once."""

    def __init__(self, school, academic_year, user, rows):
        self.year, self.rows = academic_year, rows
        readable = Sar.objects.readable_by(user).filter(school=school)
        both = readable.filter(cycle__academic_year__in=(academic_year, academic_year - 1))
        self.sars = {(sar.level, sar.cycle.academic_year): sar for sar in both.select_related("cycle")}
        sheets = TargetSheet.objects.visible_to(user).filter(school=school, academic_year=academic_year)
        self.sheets = {sheet.level: sheet for sheet in sheets}
        self.answers, self.instruments = _answers(school, academic_year)
        self.kin = kin_of({row.standard_id for row in rows})
        self.evidence = _evidence([sar for sar in self.sars.values() if sar.cycle.academic_year == academic_year])
        self.results = _results(rows)
        self.scales = _scales(
            QualityLevel, "framework", {result.level.framework_id for result in self.results.values()}
        )

    def answers_about(self, row):
        """[(visit, answers)] in the order of the visits."""
        kin = self.kin[row.standard_id]
        about = [answer for answer in self.answers if answer.item.indicator.standard_id in kin]
        return [(visit, list(group)) for visit, group in groupby(about, lambda answer: answer.visit)]


def _answers(school, academic_year):
    rows = answers_seen(academic_year).filter(visit__school=school)
    rows = rows.select_related("visit", "level", "item__indicator")
    answers = list(rows.order_by("visit__held_on", "visit", "item__section__position", "item__position"))
    return answers, _scales(InstrumentLevel, "instrument", {answer.level.instrument_id for answer in answers})


def _scales(model, owner, wanted):
    """{owner: (lowest, highest)} of the scales of these instruments or frameworks."""
    values = defaultdict(list)
    for pk, value in model.objects.filter(**{f"{owner}__in": wanted}).order_by("value").values_list(owner, "value"):
        values[pk].append(value)
    return {pk: (found[0], found[-1]) for pk, found in values.items()}


def _evidence(sars):
    """{(SAR, standard): its evidence, that of the standard's items too}."""
    shown = defaultdict(dict)
    uses = EvidenceUse.objects.filter(sar__in=sars, standard__isnull=False).select_related("evidence")
    for use in uses:
        shown[use.sar_id, use.standard_id].setdefault(use.evidence_id, use)
    return {place: list(found.values()) for place, found in shown.items()}


def _results(rows):
    results = StandardResult.objects.filter(pk__in={row.external_id for row in rows} - {None})
    return results.select_related("standard", "level", "paper__assessment__round").in_bulk()


# ---------------------------------------------------------------- one line


def _line(row, sources):
    visits, result = sources.answers_about(row), sources.results.get(row.external_id)
    sar, sheet = sources.sars.get((row.level, sources.year)), sources.sheets.get(row.level)
    return ClaimLine(
        row=row,
        own=Part(words(row, row.own), _reading(sar, row)),
        last=Part(words(row, row.last), _reading(sources.sars.get((row.level, sources.year - 1)), row)),
        target=Part(words(row, row.target), sheet.get_absolute_url() if sheet else ""),
        seen=_seen(row, visits, sources.instruments),
        external=_external(row, result, sources.scales),
        evidence=sources.evidence.get((row.pk, row.standard_id), []),
        visits=visits,
        result=result,
    )


def _reading(sar, row):
    if sar is None:
        return ""
    return f"{reverse('schools:sar_review', args=[sar.pk])}?show=all#standard-{row.standard_number}"


def _seen(row, visits, instruments):
    if row.seen is None:
        return Part()
    sentences, shares = [], []
    for instrument, points in _points(visits).items():
        scale = instruments[instrument]
        if scale[0] < scale[1]:
            sentences.append(_mean_sentence(points, scale))
            shares += [_share(value, scale) for value in points]
    share = sum(shares) / len(shares)
    if len(sentences) > 1:
        sentences.append(_("All %(count)s answers: %(share)s%% of their scales on average.") % _shown(shares, share))
    return Part(str(decimals(row.seen)), "", *_compared(row, row.seen, share, sentences))


def _points(visits):
    """{instrument: the points given by it}."""
    points = defaultdict(list)
    for _visit, answers in visits:
        for answer in answers:
            points[answer.level.instrument_id].append(answer.level.value)
    return points


def _share(value, scale):
    lowest, highest = scale
    return (value - lowest) / (highest - lowest)


def _percent(share):
    return decimals(share * 100)


def _shown(shares, share):
    return {"count": len(shares), "share": _percent(share)}


def _mean_sentence(points, scale):
    mean = sum(points) / len(points)
    return _(
        "%(total)s points ÷ %(count)s answers = %(mean)s on the instrument's scale of %(lowest)s–%(highest)s, which is "
        "(%(mean)s − %(lowest)s) ÷ (%(highest)s − %(lowest)s) = %(share)s%% of the scale."
    ) % {
        "total": sum(points),
        "count": len(points),
        "mean": decimals(mean),
        "lowest": scale[0],
        "highest": scale[1],
        "share": _percent(_share(mean, scale)),
    }


def _external(row, result, scales):
    if result is None or row.external is None:
        return Part()
    scale = scales[result.level.framework_id]
    share = _share(result.level.value, scale)
    sentence = _(
        "%(name)s is %(value)s on the assessors' scale of %(lowest)s–%(highest)s, which is (%(value)s − %(lowest)s) ÷ "
        "(%(highest)s − %(lowest)s) = %(share)s%% of the scale."
    ) % {
        "name": result.level.name,
        "value": result.level.value,
        "lowest": scale[0],
        "highest": scale[1],
        "share": _percent(share),
    }
    url = result.paper.assessment.get_absolute_url()
    return Part(result.level.name, url, *_compared(row, row.external, share, [sentence]))


def _compared(row, value, share, sentences):
    """(difference, sentences): laid on the school's scale, and what the school says beside it."""
    laid = _(
        "On the school's scale of %(lowest)s–%(highest)s that is %(lowest)s + %(share)s%% × (%(highest)s − %(lowest)s) "
        "= %(value)s."
    ) % {"lowest": row.lowest, "highest": row.highest, "share": _percent(share), "value": decimals(value)}
    if row.own is None:
        return None, [*sentences, laid]
    difference = row.own - value
    beside = _("The school says %(own)s: %(own)s − %(value)s = %(difference)s.") % {
        "own": row.own,
        "value": decimals(value),
        "difference": decimals(difference),
    }
    return difference, [*sentences, laid, beside]
