from django.utils.translation import gettext_lazy as _

from qa_portal.core.pages import pdf_response
from supervision.documents.photos import TITLE, render_photos
from supervision.filters.photos import PhotoFilter
from supervision.lists.photos import PHOTO_COLUMNS
from supervision.models import VisitPhoto
from supervision.views.lists import SupervisionList


class PhotoRegister(SupervisionList):
    """Every photo of the visits, and whether it may be shown (B10)."""

    model = VisitPhoto
    for_office = ("school",)
    filterset_class = PhotoFilter
    template_name = "supervision/photo_register.html"
    sheet_name = _("Register of visit photos")
    default_sort = "-date"
    columns = PHOTO_COLUMNS

    def get_queryset(self):
        return super().get_queryset().select_related("visit__school", "file")

    def render_to_response(self, context, **kwargs):
        """`?format=pdf`: the photos themselves, as far as they may be shown."""
        if self.request.GET.get("format") != "pdf":
            return super().render_to_response(context, **kwargs)
        office = str(self.request.user.district or "")
        return pdf_response(render_photos(self.object_list, office=office), TITLE)
