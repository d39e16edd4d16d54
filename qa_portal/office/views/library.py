"""The document library: the list, a document with what replaced it, the forms, and what everybody may read."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.generic import CreateView, DetailView, UpdateView

from qa_portal.core import files
from qa_portal.core.history import entries_of
from qa_portal.core.models import District
from qa_portal.core.pages import Access, Edit, ListPage, requires, serve_file
from qa_portal.core.roles import Scope, Verb, office_can
from qa_portal.office.forms.library import LibraryForm
from qa_portal.office.lists.library import LIBRARY_COLUMNS, LibraryFilter
from qa_portal.office.models import LibraryDocument, WorkProcess

from .public import MINUTES


class LibraryList(ListPage):
    model = LibraryDocument
    verb = Verb.VIEW_LIBRARY
    queryset = LibraryDocument.objects.select_related("replaced_by")
    columns = LIBRARY_COLUMNS
    filterset_class = LibraryFilter
    template_name = "office/library_list.html"
    sheet_name = gettext_lazy("Document library")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"may_add": office_can(self.request.user, Verb.MANAGE_LIBRARY)}


class LibraryDetail(Access, DetailView):
    model = LibraryDocument
    verb = Verb.VIEW_LIBRARY
    queryset = LibraryDocument.objects.select_related("district", "replaced_by", "stored")
    template_name = "office/library_detail.html"

    def get_context_data(self, **kwargs):
        row, user = self.object, self.request.user
        seen = LibraryDocument.objects.visible_to(user)
        return super().get_context_data(**kwargs) | {
            "newer": seen.filter(pk=row.replaced_by_id).first(),
            "older": seen.filter(replaced_by=row),
            "citing": WorkProcess.objects.visible_to(user).filter(references__document=row).distinct(),
            "is_keeper": LibraryDocument.objects.editable_by(user).filter(pk=row.pk).exists(),
            "entries": entries_of(row) if user.scope is not Scope.SCHOOL else [],
        }


class LibraryForms(Edit):
    model = LibraryDocument
    verb = Verb.MANAGE_LIBRARY
    form_class = LibraryForm
    template_name = "office/library_form.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form):
        if paper := form.cleaned_data["paper"]:
            district = form.instance.district or self.request.user.district
            form.instance.stored = files.store(paper, district=district, by=self.request.user)
        return super().form_valid(form)


class LibraryCreate(LibraryForms, CreateView):
    def get_form_kwargs(self):
        if not office_can(self.request.user, Verb.MANAGE_LIBRARY):
            raise Http404
        return super().get_form_kwargs() | {"instance": LibraryDocument(district=self.request.user.district)}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"back_url": reverse("office:library_list")}


class LibraryEdit(LibraryForms, UpdateView):
    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"back_url": self.object.get_absolute_url()}


@require_safe
@requires(Verb.VIEW_LIBRARY)
def library_file(request, pk):
    return _file_of(LibraryDocument.objects.visible_to(request.user), pk)


def _file_of(rows, pk):
    row = get_object_or_404(rows.exclude(stored=None).select_related("stored"), pk=pk)
    return serve_file(row.stored, inline=row.stored.media_type == files.PDF)


# ---------------------------------------------------------------- for everybody


@login_not_required
@require_safe
@cache_control(public=True, max_age=MINUTES)
def public_library(request, code):
    office = get_object_or_404(District, code=code)
    rows = LibraryDocument.objects.public_of(office).select_related("replaced_by")
    return render(request, "public/library.html", {"district": office, "rows": rows})


@login_not_required
@require_safe
def public_library_file(request, code, pk):
    return _file_of(LibraryDocument.objects.public_of(get_object_or_404(District, code=code)), pk)
