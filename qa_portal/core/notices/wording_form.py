from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from qa_portal.core.forms import PortalModelForm
from qa_portal.core.models import NoticeWording

from .wording import check


class WordingForm(PortalModelForm):
    """The office's words for one sentence, into which the same values must fit."""

    words = forms.CharField(label=_("The office's wording"), widget=forms.Textarea({"rows": 4}), max_length=1000)

    class Meta:
        model = NoticeWording
        fields = ["words"]

    def __init__(self, *args, text, **kwargs):
        super().__init__(*args, **kwargs)
        self.text = text
        if not self.instance.words:
            with override("th"):
                self.initial["words"] = str(text)

    def clean_words(self):
        check(self.cleaned_data["words"], self.text)
        return self.cleaned_data["words"]
