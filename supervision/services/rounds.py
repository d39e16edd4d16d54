"""The bands of scores of a round's scale, and the school's standards beside the assessor's."""

from django.db import transaction
from django.db.models import Q

from supervision.models import ExternalAssessment, ScoreBand, StandardLink


def is_assessed_by(framework):
    """A school is or was assessed by it in some round."""
    uses = Q(round__early_childhood_framework=framework) | Q(round__basic_framework=framework)
    return ExternalAssessment.objects.filter(uses).exists()


def bands_of(framework):
    """{level's key: least score}."""
    return dict(ScoreBand.objects.filter(level__framework=framework).values_list("level", "least_score"))


def links_of(framework):
    """{assessor's standard's key: keys of the school's}."""
    found = {}
    pairs = StandardLink.objects.filter(assessor_standard__framework=framework)
    for theirs, own in pairs.values_list("assessor_standard", "school_standard"):
        found.setdefault(theirs, []).append(own)
    return found


@transaction.atomic
def save_standards(framework, *, bands, links, by):
    """`bands`: {level: least score or None}; `links`: {assessor's standard: the school's}. What differs is written."""
    for level, least in bands.items():
        _save_band(level, least, by)
    for standard, wanted in links.items():
        _save_links(standard, wanted, by)


def _save_band(level, least, by):
    band = ScoreBand.objects.filter(level=level).first()
    if least is None:
        if band:
            band.delete(by=by)
    elif band is None or band.least_score != least:
        band = band or ScoreBand(level=level)
        band.least_score = least
        band.save(by=by)


def _save_links(standard, wanted, by):
    present = {link.school_standard_id: link for link in standard.school_links.all()}
    for key in present.keys() - {row.pk for row in wanted}:
        present[key].delete(by=by)
    for row in wanted:
        if row.pk not in present:
            link = StandardLink(assessor_standard=standard, school_standard=row)
            link.save(by=by)
