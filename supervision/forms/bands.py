"""Groups of schools by results, such as กลุ่มสีดำ-สีแดง (A8-03)."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from qa_portal.core.files import SHEETS, sniff
from qa_portal.core.forms import PortalModelForm, UploadField
from qa_portal.core.tables import Unreadable, read_table
from qa_portal.core.thai import to_arabic
from schools.forms.registry import SchoolChoices
from schools.models import School
from supervision.forms.plans import YearField
from supervision.models import SchoolBand


class SchoolBandForm(PortalModelForm):
    """Schools ticked by hand, or taken from a sheet with a column of codes, or both."""

    fiscal_year = YearField(label=_("Fiscal year"))
    schools = SchoolChoices(label=_("Schools"), queryset=School.objects.none(), required=False)
    sheet = UploadField(
        label=_("Excel or CSV with the codes of the schools"),
        allowed=SHEETS,
        required=False,
        help_text=_("Any column may hold the 10-digit codes; its schools are added to the ticked ones."),
    )

    class Meta:
        model = SchoolBand
        fields = ["name", "fiscal_year", "schools"]

    field_order = ["name", "fiscal_year", "sheet", "schools"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.own = School.objects.filter(district=self.instance.district_id).open_at()
        self.fields["schools"].offer(self.own)

    def clean_sheet(self):
        """The schools of the sheet; a code that is none of the office's is refused with its row."""
        stored = self.cleaned_data["sheet"]
        if not stored:
            return []
        try:
            rows = read_sheet(stored)
        except Unreadable as error:
            raise ValidationError(str(error)) from error
        known = {school.moe_code: school for school in self.own}
        codes = [(number, cell) for number, cells in rows for cell in map(to_arabic, cells) if is_code(cell)]
        if unknown := [
            _("row %(row)s: %(code)s") % {"row": row, "code": code} for row, code in codes if code not in known
        ]:
            said = ngettext(
                "%(count)s code is none of your open schools: %(codes)s",
                "%(count)s codes are none of your open schools: %(codes)s",
                len(unknown),
            )
            raise ValidationError(said % {"count": len(unknown), "codes": ", ".join(unknown[:20])})
        if not codes:
            raise ValidationError(_("The sheet has no 10-digit code of a school."))
        return [known[code] for _row, code in codes]

    def clean(self):
        cleaned = super().clean()
        chosen = {*cleaned.get("schools", ()), *cleaned.get("sheet", ())}
        if not chosen and not self.errors:
            self.add_error("schools", _("Choose at least one school."))
        cleaned["schools"] = list(chosen)
        same = SchoolBand.objects.filter(
            district=self.instance.district_id, fiscal_year=cleaned.get("fiscal_year"), name=cleaned.get("name", "")
        )
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error("name", _("There is a group of this name in this year already."))
        return cleaned


def is_code(text):
    return len(text) == 10 and text.isdecimal()


def read_sheet(upload):
    """[(row number, cells)] of an uploaded sheet, its first row too: it may have no header."""
    upload.seek(0)
    content = upload.read()
    table = read_table(content, sniff(content))
    return [(1, table.headers), *table.rows]
