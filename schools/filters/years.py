from django.utils.translation import gettext_lazy as _


def year_choices(rows):
    """The academic years of these rows, the newest first, behind the words that ask for all."""
    years = rows.order_by("-academic_year").values_list("academic_year", flat=True).distinct()
    return [("", _("All years")), *((year, str(year)) for year in years)]
