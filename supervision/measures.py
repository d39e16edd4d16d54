"""What supervision counts for the indicators of projects (A14 K06, K14, K16, K20)."""

from django.utils.translation import gettext_lazy as _

from projects.services import measures
from qa_portal.core.thai import fiscal_year_range
from schools.models import School
from supervision.models import ExternalAssessment, Visit
from supervision.reports.coverage import with_visits
from supervision.reports.survey import satisfied_in


def _visited(project):
    """The open schools with a visit in the project's fiscal year."""
    visits = Visit.objects.counted().in_fiscal_year(project.fiscal_year)
    return measures.schools_of(project).filter(pk__in=visits.order_by().values("school"))


def _visited_share(project):
    return measures.Counted.share(_visited(project).count(), measures.schools_of(project).count())


def _visits(project):
    rows = Visit.objects.counted().in_fiscal_year(project.fiscal_year)
    return rows.filter(school__district=project.district_id).select_related("school").order_by("held_on", "pk")


def _visit_rows(project):
    for visit in _visits(project):
        yield measures.SourceRow(f"{visit.school} · {visit.code}", 1, visit.get_absolute_url(), visit.held_on)


def _covered(project):
    rows = with_visits(School.objects.filter(district=project.district_id), project.district, project.fiscal_year)
    return rows.filter(is_covered=True)


def _covered_share(project):
    return measures.Counted.share(_covered(project).count(), measures.schools_of(project).count())


def _certified(project):
    """K16: the open schools whose newest final result of each level, up to the end of the fiscal year, is a
    certificate."""
    ended = ExternalAssessment.objects.final_by(fiscal_year_range(project.fiscal_year)[1]).with_outcome()
    certified = ended.filter(certified=True).order_by().values("school")
    not_certified = ended.exclude(certified=True).order_by().values("school")
    return measures.schools_of(project).filter(pk__in=certified).exclude(pk__in=not_certified)


def _certified_share(project):
    return measures.Counted.share(_certified(project).count(), measures.schools_of(project).count())


def _satisfied_share(project):
    """K14."""
    rows = list(satisfied_in(project))
    satisfied, responses = (sum(getattr(row, name) for row in rows) for name in ("satisfied_count", "response_count"))
    return measures.Counted.share(satisfied, responses)


def _survey_rows(project):
    for row in satisfied_in(project):
        text = _("%(survey)s · %(count)s answers") % {"survey": row, "count": row.response_count}
        yield measures.SourceRow(text, row.satisfied_count, row.get_absolute_url(), row.held_on)


MEASURES = (
    measures.Measure(
        "visited_share",
        _("Schools visited (per cent of the office's schools)"),
        measures.SHARE,
        _("Open schools of %(office)s with a visit in fiscal year %(fiscal)s, of all that are open in it."),
        _visited_share,
        lambda project: measures.school_rows(_visited(project)),
    ),
    measures.Measure(
        "covered_share",
        _("Visits done of those due (per cent of the office's schools)"),
        measures.SHARE,
        _("Open schools of %(office)s that had as many visits up to fiscal year %(fiscal)s as the office's rule asks."),
        _covered_share,
        lambda project: measures.school_rows(_covered(project)),
    ),
    measures.Measure(
        "visits",
        _("Visits to schools (times)"),
        _("visits"),
        _("Visits that took place at schools of %(office)s in fiscal year %(fiscal)s."),
        lambda project: measures.Counted(_visits(project).count()),
        _visit_rows,
    ),
    measures.Measure(
        "certified_share",
        _("Schools certified by the external assessment (per cent of the office's schools)"),
        measures.SHARE,
        _(
            "Open schools of %(office)s whose newest final external result at every level assessed, up to the end of "
            "fiscal year %(fiscal)s, is a certificate, of all that are open in it."
        ),
        _certified_share,
        lambda project: measures.school_rows(_certified(project)),
    ),
    measures.Measure(
        "satisfied_share",
        _("Satisfied with the project's activities (per cent of those who answered)"),
        measures.SHARE,
        _(
            "Those who are satisfied on the mean of their own answers, of all who answered the surveys of the "
            "project's activities that have ended with at least 5 answers each."
        ),
        _satisfied_share,
        _survey_rows,
    ),
)
