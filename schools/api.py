"""What of the schools can be read by other systems."""

from django.utils.translation import gettext_lazy as _

from qa_portal.core.integrations.resources import Resource
from schools.lists.sars import SHEET_COLUMNS
from schools.reports.registry import DISTRICT_COLUMN, POSITION_COLUMNS, SCHOOL_COLUMNS
from schools.views.registry import SchoolList
from schools.views.sar import SarList

COLUMNS = [*SCHOOL_COLUMNS, *POSITION_COLUMNS, DISTRICT_COLUMN]
SCHOOLS = Resource("schools", "schools", SchoolList, COLUMNS, _("Schools"))
SARS = Resource("sars", "sars", SarList, SHEET_COLUMNS, _("Self-assessment reports"))
