"""Groups of schools by results, such as กลุ่มสีดำ-สีแดง (A8-03)."""

from django.db.models import Count
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import CreateView, UpdateView

from qa_portal.core.pages import Edit, ListPage
from qa_portal.core.roles import Verb
from qa_portal.core.thai import fiscal_year
from supervision.filters.plans import BandFilter
from supervision.forms.bands import SchoolBandForm
from supervision.lists.plans import BAND_COLUMNS
from supervision.models import SchoolBand


class BandList(ListPage):
    model = SchoolBand
    verb = Verb.MANAGE_VISITS
    filterset_class = BandFilter
    template_name = "supervision/band_list.html"
    sheet_name = _("Groups of schools by results")
    default_sort = "-year"
    columns = BAND_COLUMNS

    def get_queryset(self):
        return super().get_queryset().annotate(school_count=Count("schools"))


class BandForms(Edit):
    model = SchoolBand
    verb = Verb.MANAGE_VISITS
    form_class = SchoolBandForm
    template_name = "supervision/band_form.html"
    context_object_name = "band"
    success_url = reverse_lazy("supervision:band_list")
    extra_context = {"back_url": success_url}


class BandAdd(BandForms, CreateView):
    def get_initial(self):
        return {"fiscal_year": fiscal_year(timezone.localdate())}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": SchoolBand(district=self.request.user.district)}


class BandEdit(BandForms, UpdateView):
    pass
