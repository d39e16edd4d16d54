"""The letterhead of the office's papers and the people who sign them (B9)."""

from django.http import Http404
from django.urls import reverse_lazy
from django.views.decorators.http import require_safe
from django.views.generic import CreateView, UpdateView

from qa_portal.core.letterhead import emblem_of, head_of
from qa_portal.core.models import Letterhead, OfficeSignatory
from qa_portal.core.pages import Edit, requires, serve_file
from qa_portal.core.roles import Verb
from qa_portal.office.forms.letterhead import LetterheadForm, OfficeSignatoryForm

from .offices import own_office


class OfLetterhead(Edit):
    verb = Verb.MANAGE_DISTRICT

    @property
    def district(self):
        return own_office(self.request.user)


class LetterheadEdit(OfLetterhead, UpdateView):
    model = Letterhead
    form_class = LetterheadForm
    template_name = "office/letterhead.html"

    def get_object(self, queryset=None):
        if self.request.method == "POST":
            return Letterhead.objects.get_or_create(district=self.district)[0]
        found = Letterhead.objects.filter(district=self.district).select_related("emblem").first()
        return found or Letterhead(district=self.district)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "head": head_of(self.district),
            "signatories": OfficeSignatory.objects.filter(district=self.district),
        }

    def form_valid(self, form):
        form.place_picture(by=self.request.user)
        return super().form_valid(form)


@require_safe
@requires(Verb.MANAGE_DISTRICT)
def letterhead_picture(request):
    emblem = request.user.district and emblem_of(request.user.district)
    if not emblem:
        raise Http404
    return serve_file(emblem, inline=True)


class SignatoryForms(OfLetterhead):
    model = OfficeSignatory
    scope = "visible_to"  # who may set the letterhead may set all of their office
    form_class = OfficeSignatoryForm
    template_name = "office/signatory_form.html"
    success_url = reverse_lazy("office:letterhead")
    extra_context = {"back_url": reverse_lazy("office:letterhead")}


class SignatoryCreate(SignatoryForms, CreateView):
    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": OfficeSignatory(district=self.district)}


class SignatoryEdit(SignatoryForms, UpdateView):
    pass
