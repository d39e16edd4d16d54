from django import forms
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import BEDateField, PortalModelForm, be_year, past_day
from schools.models import Honour, School


class HonourForm(PortalModelForm):
    """An honour that is entered by hand, or the words of one of an award before it is public."""

    given_on = BEDateField(label=_("given on"))

    class Meta:
        model = Honour
        fields = ["recipient", "title", "reason", "school", "academic_year", "given_by", "given_on"]
        widgets = {"academic_year": forms.NumberInput(attrs={"inputmode": "numeric"})}
        help_texts = {"academic_year": _("Buddhist era, for example 2568")}

    SETTLED = ("school", "academic_year", "given_by", "given_on")  # by the announcement, or the certificate

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        schools = School.objects.filter(district=self.instance.district_id)
        self.fields["school"].queryset = schools.order_by("name_sort")
        self.fields["school"].empty_label = _("No school: the office or a person")
        said = _("Only what the office itself gives can have its certificate; then its name stands here: %(office)s.")
        self.fields["given_by"].help_text = said % {"office": self.instance.district.name}
        for name in self.SETTLED:
            self.fields[name].disabled = bool(self.instance.number)

    def clean_academic_year(self):
        return be_year(self.cleaned_data["academic_year"])

    def clean_given_on(self):
        return past_day(self.cleaned_data["given_on"]) if not self.instance.number else self.instance.given_on
