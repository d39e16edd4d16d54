from django import forms
from django.utils.translation import gettext_lazy as _

from qa_portal.core import files
from qa_portal.core.forms import PortalForm, PortalModelForm, UploadField
from qa_portal.core.models import AGREED
from supervision.models import VisitPhoto


class PhotoForm(PortalForm):
    photo = UploadField(
        label=_("Photo"),
        allowed=files.PHOTOS,
        help_text=_("JPEG or PNG. The place and the camera's data are taken out of the file."),
    )
    caption = forms.CharField(label=_("Caption"), max_length=300)
    has_consent = forms.BooleanField(label=AGREED, required=False)


class PhotoCaptionForm(PortalModelForm):
    class Meta:
        model = VisitPhoto
        fields = ["caption", "has_consent"]
