"""What of supervision and external assessments can be read by other systems."""

from django.utils.translation import gettext_lazy as _

from qa_portal.core.integrations.resources import Resource
from supervision.lists.actions import ACTION_COLUMNS
from supervision.lists.assessments import ASSESSMENT_COLUMNS
from supervision.lists.findings import FINDING_COLUMNS
from supervision.lists.results import SHEET_COLUMNS
from supervision.lists.visits import VISIT_COLUMNS
from supervision.views.actions import ActionList
from supervision.views.assessments import AssessmentList
from supervision.views.findings import FindingList
from supervision.views.lists import VisitList
from supervision.views.result_list import ResultList

VISITS = Resource("visits", "visits", VisitList, VISIT_COLUMNS, _("Supervision visits"))
FINDINGS = Resource("findings", "findings", FindingList, FINDING_COLUMNS, _("Findings"))
ACTIONS = Resource("actions", "findings", ActionList, ACTION_COLUMNS, _("Agreed actions"))
ASSESSMENTS = Resource(
    "external-assessments", "external", AssessmentList, ASSESSMENT_COLUMNS, _("External assessments")
)
RESULTS = Resource("external-results", "external", ResultList, SHEET_COLUMNS, _("External results"))
