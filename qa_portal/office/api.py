"""What of the office's figures can be read by other systems: the rows behind them."""

from django.utils.translation import gettext_lazy as _

from qa_portal.core.integrations.resources import Resource
from qa_portal.office.reports import districts, money, sar
from qa_portal.office.views.dashboard import DistrictList
from qa_portal.office.views.rows import ItemRows, ProjectRows, RatingRows

DISTRICTS = Resource("districts", "districts", DistrictList, districts.COLUMNS, _("Education area offices"))
LEVELS = Resource(
    "sar-levels", "sars", RatingRows, sar.RATING_COLUMNS, _("Quality levels of the standards"), is_of_office=True
)
ITEM_LEVELS = Resource(
    "sar-item-levels", "sars", ItemRows, sar.ITEM_COLUMNS, _("Quality levels of the items"), is_of_office=True
)
MONEY = Resource(
    "project-money", "projects", ProjectRows, money.MONEY_COLUMNS, _("Projects and their money"), is_of_office=True
)
