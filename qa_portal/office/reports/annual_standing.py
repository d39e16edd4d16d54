"""What a fiscal year still lacks when its annual book is published: said before, and never refused, for an office may
need the book on a day of its own."""

from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from projects.models import ProjectState
from qa_portal.core.templatetags.portal import be_date
from qa_portal.core.workflow import Missing
from qa_portal.office.models import OwnAssessment, OwnState, Synthesis
from schools.models import CycleState, SarState
from supervision.models import VisitState

# The states in which something of the year may still change.
OPEN_SARS = [state for state in SarState if state != SarState.ACCEPTED]
OPEN_VISITS = [VisitState.PLANNED, VisitState.POSTPONED, VisitState.DONE]
OPEN_PROJECTS = [ProjectState.APPROVED, ProjectState.RUNNING, ProjectState.REPORTED]

SARS = pgettext_lazy("annual book", "SARs of academic year %(year)s in the state “%(state)s”: %(count)s")
VISITS = pgettext_lazy("annual book", "Visits in the state “%(state)s”: %(count)s")
NO_SARS = pgettext_lazy("annual book", "The SAR cycle of academic year %(year)s is not open yet: its chapter is empty.")
NO_SYNTHESIS = pgettext_lazy("annual book", "The synthesis of the SARs of academic year %(year)s is not begun.")
NO_OWN = pgettext_lazy("annual book", "There is no report on the office's own standards of fiscal year %(year)s.")
OWN = pgettext_lazy("annual book", "The report “%(report)s” is not approved yet.")
PROJECTS = pgettext_lazy("annual book", "Projects in the state “%(state)s”: %(count)s")


def lacks(year):
    """[Missing], each with the list of exactly the rows that it counts."""
    found = []
    if year.today <= year.last_day:
        day = be_date(year.last_day)
        found.append(Missing(_("The fiscal year goes on until %(day)s: its figures will still change.") % {"day": day}))
    found += _sars(year)
    found += _open(year.sars, OPEN_SARS, SARS, "schools:sar_list", academic_year=year.academic)
    found += _open(year.visits, OPEN_VISITS, VISITS, "supervision:visit_list", year=year.fiscal)
    found += _open(year.projects, OPEN_PROJECTS, PROJECTS, "projects:project_list", fiscal_year=year.fiscal)
    found += _own(year)
    return found


def _sars(year):
    """Of a cycle nobody was asked in there is nothing to bring together."""
    facts = {"year": year.academic}
    if year.cycle is None or year.cycle.state == CycleState.DRAFT:
        yield Missing(NO_SARS % facts)
    elif not Synthesis.objects.filter(district=year.district, academic_year=year.academic).exists():
        yield Missing(NO_SYNTHESIS % facts, reverse("office:synthesis", args=[year.district.pk, year.academic]))


def _own(year):
    reports = OwnAssessment.objects.filter(district=year.district, fiscal_year=year.fiscal).select_related("framework")
    if not reports:
        yield Missing(NO_OWN % {"year": year.fiscal}, reverse("office:own_list"))
    for report in reports:
        if report.state != OwnState.APPROVED:
            yield Missing(OWN % {"report": report}, report.get_absolute_url())


def _open(rows, states, sentence, page, **asked):
    counts = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    for state in states:
        if count := counts.get(state):
            facts = {"state": state.label, "count": count, "year": asked.get("academic_year")}
            yield Missing(sentence % facts, f"{reverse(page)}?{urlencode(asked | {'state': state.value})}")
