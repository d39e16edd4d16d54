"""What of the projects can be read by other systems."""

from django.utils.translation import gettext_lazy as _

from projects.lists import activities, indicators, results
from projects.reports.proposal import SHEET_COLUMNS
from projects.views.doing import ActivityList
from projects.views.indicators import IndicatorList
from projects.views.reading import ProjectList
from projects.views.results import ResultList
from qa_portal.core.integrations.resources import Resource

PROJECTS = Resource("projects", "projects", ProjectList, SHEET_COLUMNS, _("Projects"))
ACTIVITIES = Resource("activities", "projects", ActivityList, activities.SHEET_COLUMNS, _("Activities"))
RESULTS = Resource("project-results", "projects", ResultList, results.COLUMNS, _("Result reports"))
INDICATORS = Resource("indicators", "indicators", IndicatorList, indicators.COLUMNS, _("Indicators of projects"))
