import django_filters as filters
from django.utils.translation import gettext_lazy as _

OWNERS = [("own", _("Our own")), ("common", _("Of the country"))]


class OwnerFilter(filters.ChoiceFilter):
    """Of rows that are an office's or the country's (models.of_district): whose."""

    def __init__(self, **kwargs):
        super().__init__(label=_("Whose"), choices=OWNERS, **kwargs)

    def filter(self, rows, value):
        return rows.filter(district__isnull=value == "common") if value else rows
