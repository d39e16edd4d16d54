from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import ManyField, PortalForm, PortalModelForm, UploadField
from qa_portal.core.thai import academic_year
from schools.forms.sar import narrative
from schools.models import Practice, PracticeFile, Standard
from schools.services.practices import standards_in_force

YEARS_BACK = 5
PUBLIC = _(
    "Everybody reads it on the office's public page once it is published: the words, the school's name, the names "
    "typed under “by whom”, and the files that are ticked so. Those who are named have agreed."
)


class PracticeForm(PortalModelForm):
    """The words of an entry. A draft may stay half-filled; what is missing is asked when it is sent."""

    academic_year = forms.TypedChoiceField(label=_("Academic year"), coerce=int)
    url = forms.URLField(
        label=Practice._meta.get_field("url").verbose_name,
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text=_("A film or a page that shows it, if there is one."),
    )
    standards = ManyField(
        label=Practice._meta.get_field("standards").verbose_name,
        queryset=Standard.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Practice
        fields = [
            "title",
            "kind",
            "academic_year",
            "level",
            "authors",
            "why",
            "how",
            "results",
            "success_factors",
            "advice",
            "standards",
            "url",
            "is_public",
        ]
        widgets = {"authors": narrative(2)} | {
            name: narrative() for name in ("why", "how", "results", "success_factors", "advice")
        }
        help_texts = {
            "title": _("As other schools will find it. No pupil's name."),
            "why": _("The problem or the need, and where it was seen."),
            "how": _("Step by step, so that another school can do it too."),
            "results": _("What changed for the pupils, with figures where there are any."),
            "is_public": PUBLIC,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["academic_year"].choices = [(year, str(year)) for year in self._years()]
        self._offer_standards()

    def _years(self):
        """The present year and a few before it; the entry's own in any case."""
        now = academic_year(timezone.localdate())
        return sorted({*range(now - YEARS_BACK, now + 1), self.instance.academic_year}, reverse=True)

    def _offer_standards(self):
        """Those of the frameworks in force, by the framework's name; an older version by which it stands, too."""
        rows = standards_in_force(self.instance.school, self._year_asked())
        if self.instance.pk:
            rows = (rows | self.instance.standards.select_related("framework")).distinct()
        offered = {}
        for standard in rows:
            offered.setdefault(standard.framework.name, []).append((standard.pk, str(standard)))
        self.fields["standards"].queryset = rows
        self.fields["standards"].choices = list(offered.items())

    def _year_asked(self):
        typed = self.data.get(self.add_prefix("academic_year"), "")
        return int(typed) if typed in {str(year) for year in self._years()} else self.instance.academic_year


class PracticeEnterForm(PracticeForm):
    """By the office for a school: who of the school asked for it stands beside who typed it (F56)."""

    class Meta(PracticeForm.Meta):
        fields = ["entered_for", *PracticeForm.Meta.fields]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["entered_for"].required = True


class PracticeFileForm(PortalForm):
    """A file and its words; several are added one after the other."""

    upload = UploadField(label=_("File"), help_text=_("PDF, Word, Excel or a photo."))
    caption = forms.CharField(
        label=PracticeFile._meta.get_field("caption").verbose_name, required=False, max_length=200
    )
    is_public = forms.BooleanField(
        label=PracticeFile._meta.get_field("is_public").verbose_name,
        required=False,
        help_text=PracticeFile._meta.get_field("is_public").help_text,
    )


class FileWordsForm(PortalModelForm):
    class Meta:
        model = PracticeFile
        fields = ["caption", "is_public"]


class BookForm(PortalForm):
    """Which year's published entries make the booklet."""

    year = forms.TypedChoiceField(label=_("Academic year"), coerce=int)

    def __init__(self, *args, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in years]
