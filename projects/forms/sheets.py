"""The budget lines that come back from Excel."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from qa_portal.core.forms import SheetConfirmForm


class LinesConfirmForm(SheetConfirmForm):
    removes_missing = forms.BooleanField(required=False)

    def __init__(self, data=None, *, plan, **kwargs):
        super().__init__(data, initial={"digest": plan.digest}, **kwargs)
        self.plan = plan
        if plan.missing:
            words = _("Remove the %(count)s lines that are not in the file") % {"count": len(plan.missing)}
            self.fields["removes_missing"].label = words
        else:
            self.fields["removes_missing"].widget = forms.HiddenInput()

    def clean_digest(self):
        if self.cleaned_data["digest"] != self.plan.digest:
            self.data = self.data.copy()
            self.data["digest"] = self.plan.digest
            raise ValidationError(_("The lines changed since this was shown. Look at it again, then confirm."))
        return self.plan.digest
