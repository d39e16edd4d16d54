"""First and last days of the semesters of a year."""

from itertools import pairwise

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import BEDateField, PortalModelForm
from qa_portal.core.thai import to_ce
from supervision.forms.plans import YearField
from supervision.models import SemesterDays

DAYS = ("first_begins_on", "first_ends_on", "second_begins_on", "second_ends_on")


class SemesterDaysForm(PortalModelForm):
    academic_year = YearField(label=_("Academic year"))
    first_begins_on = BEDateField(label=_("First day of semester 1"))
    first_ends_on = BEDateField(label=_("Last day of semester 1"))
    second_begins_on = BEDateField(label=_("First day of semester 2"))
    second_ends_on = BEDateField(label=_("Last day of semester 2"))

    class Meta:
        model = SemesterDays
        fields = ["academic_year", *DAYS]

    def clean_academic_year(self):
        year = self.cleaned_data["academic_year"]
        same = SemesterDays.objects.filter(district=self.instance.district_id, academic_year=year)
        if same.exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("The semesters of this year are there already: edit them."))
        return year

    def clean(self):
        """Each day after the one before, and the year begun in the calendar year of its name."""
        cleaned = super().clean()
        for before, after in pairwise(DAYS):
            if cleaned.get(before) and cleaned.get(after) and cleaned[after] <= cleaned[before]:
                self.add_error(after, _("This day does not lie after the one before it."))
        year, begins = cleaned.get("academic_year"), cleaned.get("first_begins_on")
        if year and begins and begins.year != to_ce(year):
            self.add_error("first_begins_on", _("Semester 1 begins in the year that the academic year is named after."))
        return cleaned
