"""What of the schools can be read by other systems."""

from django.utils.translation import gettext_lazy as _

from qa_portal.core.integrations.resources import Resource
from schools.lists.sars import SHEET_COLUMNS
from schools.reports.registry import DISTRICT_COLUMN, SCHOOL_COLUMNS
from schools.views.registry import SchoolList
from schools.views.sar import SarList

SCHOOLS = Resource("schools", "schools", SchoolList, [*SCHOOL_COLUMNS, DISTRICT_COLUMN], _("Schools"))
SARS = Resource("sars", "sars", SarList, SHEET_COLUMNS, _("Self-assessment reports"))
