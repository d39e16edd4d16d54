"""What schools published, counted for the indicators of projects (A14 K07, K15; A7-05)."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from projects.services import measures
from schools.models import Practice


def _schools(project, indicator):
    """The open schools that count for an indicator in the project's academic year."""
    rows = Practice.objects.counted_for(indicator, measures.sar_year(project))
    return measures.schools_of(project).filter(pk__in=rows.order_by().values("school"))


def _share(project, indicator):
    return measures.Counted.share(_schools(project, indicator).count(), measures.schools_of(project).count())


def _rows(project, indicator):
    return measures.school_rows(_schools(project, indicator))


def _measure(code, label, how, indicator):
    of_it = {"indicator": indicator}
    return measures.Measure(code, label, measures.SHARE, how, partial(_share, **of_it), partial(_rows, **of_it))


MEASURES = (
    _measure(
        "practice_share",
        _("Schools with a good practice (per cent of the office's schools)"),
        _("Open schools of %(office)s with a published good practice of academic year %(academic)s, of all."),
        "good",
    ),
    _measure(
        "innovation_share",
        _("Schools with a published innovation or good practice (per cent of the office's schools)"),
        _("Open schools of %(office)s with an innovation or good practice of academic year %(academic)s, of all."),
        "shared",
    ),
    _measure(
        "research_share",
        _("Schools that use research (per cent of the office's schools)"),
        _("Open schools of %(office)s with published research of academic year %(academic)s, of all."),
        "research",
    ),
)
