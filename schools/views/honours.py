"""The list of honours, those entered by hand, and the certificates."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import CreateView, UpdateView

from qa_portal.core import jobs
from qa_portal.core.history import entries_of
from qa_portal.core.pages import READ_WRITE, Edit, ListPage, pdf_response, requires
from qa_portal.core.roles import Verb
from qa_portal.core.thai import academic_year
from qa_portal.core.workflow import Refused
from schools.documents.certificate import certificate_name, certificates, check_url
from schools.filters.awards import HonourFilter
from schools.forms.award import ShowForm
from schools.forms.honour import HonourForm
from schools.lists.honours import HONOUR_COLUMNS, HONOUR_SHEET_COLUMNS
from schools.models import Honour
from schools.services.honours import number_honour, show_honour

from .awards import visible_award


class HonourList(ListPage):
    model = Honour
    queryset = Honour.objects.select_related("school", "nomination__award")
    verb = Verb.VIEW_SCHOOLS
    filterset_class = HonourFilter
    default_sort = "-given_on"
    sheet_name = gettext_lazy("Honours")
    template_name = "schools/honour_list.html"

    def get_columns(self):
        return HONOUR_SHEET_COLUMNS if self.request.GET.get("format") == "xlsx" else HONOUR_COLUMNS


def visible_honour(request, pk):
    rows = Honour.objects.visible_to(request.user).select_related("school", "district", "nomination__award")
    return get_object_or_404(rows, pk=pk)


@require_safe
@requires(Verb.VIEW_SCHOOLS)
def honour_detail(request, pk):
    honour = visible_honour(request, pk)
    is_manager = Honour.objects.editable_by(request.user).filter(pk=pk).exists()
    context = {
        "honour": honour,
        "is_manager": is_manager,
        "check_url": check_url(honour) if honour.number else "",
        "may_print": Honour.objects.printable_by(request.user).filter(pk=pk).exists(),
        "entries": entries_of(honour) if is_manager else [],
    }
    return render(request, "schools/honour_detail.html", context)


class HonourAdd(Edit, CreateView):
    model = Honour
    form_class = HonourForm
    verb = Verb.MANAGE_PRACTICES
    template_name = "schools/honour_form.html"
    extra_context = {"back_url": reverse_lazy("schools:honour_list")}
    saved_message = gettext_lazy("The honour is in the list. It is not public yet.")

    def get_form_kwargs(self):
        year = academic_year(timezone.localdate())
        return super().get_form_kwargs() | {"instance": Honour(district=self.request.user.district, academic_year=year)}


class HonourEdit(Edit, UpdateView):
    """Only what is not public: what everybody has read is taken off first."""

    model = Honour
    form_class = HonourForm
    verb = Verb.MANAGE_PRACTICES
    template_name = "schools/honour_form.html"

    def dispatch(self, request, *args, **kwargs):
        if request.user.can(self.verb):
            honour = get_object_or_404(Honour.objects.editable_by(request.user), pk=kwargs["pk"])
            if honour.is_public:
                messages.error(request, _("Everybody can read it: take it off the public page before you change it."))
                return redirect(honour)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"back_url": self.object.get_absolute_url()}


@READ_WRITE
@requires(Verb.MANAGE_PRACTICES)
def honour_show(request, pk):
    """Puts it on the public page, or takes it off."""
    honour = get_object_or_404(Honour.objects.editable_by(request.user).select_related("nomination__award"), pk=pk)
    if request.method != "POST":
        context = {"honour": honour, "form": ShowForm(), "back_url": honour.get_absolute_url()}
        return render(request, "schools/honour_show.html", context)
    try:
        show_honour(honour, request.POST.get("show") == "yes", by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Saved."))
    return redirect(honour)


# ---------------------------------------------------------------- certificates


@READ_WRITE
@requires(Verb.MANAGE_PRACTICES)
def honour_number(request, pk):
    """Asks, then gives an honour of the office that was entered by hand its certificate."""
    honour = get_object_or_404(Honour.objects.editable_by(request.user).select_related("district"), pk=pk)
    if request.method != "POST" and honour.may_be_numbered:
        context = {"honour": honour, "form": ShowForm(), "back_url": honour.get_absolute_url()}
        return render(request, "schools/honour_number.html", context)
    try:
        honour = number_honour(honour, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The certificate has no. %(number)s.") % {"number": honour.number})
    return redirect(honour)


@require_safe
@requires(Verb.VIEW_SCHOOLS)
def honour_certificate(request, pk):
    honour = visible_honour(request, pk)
    if not honour.number:
        messages.error(request, _("This honour has no certificate of the office."))
        return redirect(honour)
    if not Honour.objects.printable_by(request.user).filter(pk=pk).exists():
        raise Http404
    return pdf_response(certificates([honour]), certificate_name(honour))


@require_POST
@requires(Verb.MANAGE_PRACTICES)
def award_certificates(request, pk):
    """All certificates of an award as one PDF, made in the queue."""
    award = visible_award(request, pk)
    if not Honour.objects.filter(nomination__award=award).exists():
        messages.error(request, _("This award has no certificates yet."))
        return redirect(award)
    label = _("Certificates: %(award)s") % {"award": award}
    return redirect(
        jobs.start("certificates", label=label, params={"award": award.pk}, by=request.user, district=award.district)
    )
