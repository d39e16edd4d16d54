"""What every app's views are made of: who may, whose rows, lists, workflow steps, files."""

from functools import wraps
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.db.models.constants import LOOKUP_SEP
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django.views.generic import FormView, View
from django_filters.views import FilterView

from qa_portal.core import lost, plans, workflow
from qa_portal.core.files import DOCX, XLSX
from qa_portal.core.forms import NoteForm
from qa_portal.core.models import SavedView
from qa_portal.core.spreadsheets import Sheet, write_workbook

READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])


def requires(verb):
    """For function views: 403 without the verb."""

    def decorate(view):
        @wraps(view)
        def checked(request, *args, **kwargs):
            if not request.user.can(verb):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return checked

    return decorate


class Access:
    """For Django's generic views: 403 without `verb`, and 404 for rows outside the user's scope. `scope` names the
    QuerySet method: "visible_to" to read, "editable_by" to write."""

    verb = None
    scope = "visible_to"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.can(self.verb):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        queryset = self.queryset
        rows = self.model.objects.all() if queryset is None else queryset.all()
        return getattr(rows, self.scope)(self.request.user)


class Edit(Access):
    """Access for views that save a form: the row stays locked from the version check to the save."""

    scope = "editable_by"
    saved_message = ""

    def post(self, request, *args, **kwargs):
        with transaction.atomic():
            return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        response = super().form_valid(form)
        messages.success(self.request, self.saved_message or _("Saved."))
        return response

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response


class FormPage(FormView):
    """A form that is of no row alone; refused, its page comes again with 422, as that of Edit does."""

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response


class ListPage(Access, FilterView):
    """A list of rows: filtered, sorted and paged in SQL, from one list of columns.

    `?sort=key` or `-key` sorts by a column that has an `order`; `?format=xlsx` gives the same rows as a sheet; htmx
    gets only the rows. A person's saved views stand above the rows; `bulk_actions` (core.bulk) are done to ticked rows
    at `bulk_url_name`, `url_name` being the list's own. `page_fields`: the columns of the database that the page shows,
    where a row has many more. Templates: the page's own, extending "lists/list_page.html"."""

    columns = []
    page_fields = ()
    url_name = bulk_url_name = ""
    bulk_actions = ()
    paginate_by = 25
    sheet_name = ""
    default_sort = ""

    def get_columns(self):
        return self.columns

    def get_queryset(self):
        return super().get_queryset().order_by(*self._ordering())

    def _ordering(self):
        asked = self.request.GET.get("sort") or self.default_sort
        for column in self.get_columns():
            if column.order and column.key == asked.lstrip("-"):
                return [self._sort_of(column.order, is_down=asked.startswith("-")), "pk"]
        return [*self.model._meta.ordering, "pk"]

    def _sort_of(self, name, *, is_down):
        """By a name of the model, or by a sum that a list adds to its rows after this: not looked up before they are
        asked for."""
        known = {field.name for field in self.model._meta.get_fields()}
        if name.split(LOOKUP_SEP)[0] in known:
            return f"-{name}" if is_down else name
        return F(name).desc() if is_down else F(name).asc()

    def paginate_queryset(self, queryset, page_size):
        shown = queryset.only(*self.page_fields) if self.page_fields else queryset
        with plans.kept():
            paginator, page, rows, is_paginated = super().paginate_queryset(shown, page_size)
            len(rows)  # asks for them here
        return paginator, page, rows, is_paginated

    def get_template_names(self):
        if self.request.htmx and not self.request.htmx.boosted:
            return ["lists/rows.html"]
        return super().get_template_names()

    def get_context_data(self, **kwargs):
        user = self.request.user
        return (
            super().get_context_data(**kwargs)
            | self._saved_views()
            | {
                "bulk_actions": [action for action in self.bulk_actions if user.can(action.verb)],
                "bulk_url": reverse(self.bulk_url_name) if self.bulk_url_name else "",
                "columns": self.get_columns(),
                "sort": self.request.GET.get("sort") or self.default_sort,
                "is_filtered": bool({key for key, value in self.request.GET.items() if value} - {"page", "sort"}),
            }
        )

    def _saved_views(self):
        """The person's own views of this list, and where what is shown now may be saved as one more."""
        user, path, query = self.request.user, self.request.path, view_query(self.request.GET)
        views = SavedView.objects.filter(user=user, path=path) if user.has_saved_views else []
        is_new = bool(query) and query not in {view.query for view in views}
        address = f"{reverse('core:saved_view_add')}?{urlencode({'path': path, 'query': query})}"
        return {"saved_views": views, "view_query": query, "save_view_url": address if is_new else ""}

    def render_to_response(self, context, **kwargs):
        if self.request.GET.get("format") == "xlsx":
            rows = self.object_list.iterator(chunk_size=2000)
            return workbook_response(
                [Sheet(self.sheet_name, self.get_columns(), rows, [self.sheet_name])], self.sheet_name
            )
        return super().render_to_response(context, **kwargs)


def view_query(asked):
    """The filters and sorting of a list's address in one order, without the page: what a saved view keeps."""
    kept = asked.copy()
    for name in ("page", "format"):
        kept.pop(name, None)
    return urlencode(sorted((key, value) for key, values in kept.lists() for value in values))


class TransitionPage(View):
    """One step of a row's workflow: GET says what will happen and what is missing, POST does it. A step that asks for
    more than a note has its own `get_form` and `act(form)`."""

    model = None
    template_name = "components/transition.html"

    def dispatch(self, request, *args, **kwargs):
        self.transition = workflow.MACHINES[self.model].by_name.get(kwargs["transition"])
        if self.transition is None:
            raise Http404
        if not request.user.can(self.transition.verb):
            raise PermissionDenied
        self.object = get_object_or_404(self.model.objects.visible_to(request.user), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        return self._page(self.get_form())

    def get_form(self, data=None, files=None):
        return NoteForm(data, files, transition=self.transition)

    def act(self, form):
        workflow.perform(self.object, self.transition.name, by=self.request.user, note=form.cleaned_data["note"])

    def post(self, request, *args, **kwargs):
        form = self.get_form(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            self.act(form)
        except workflow.OutOfScope as error:
            raise Http404 from error
        except workflow.Refused as refused:
            messages.error(request, str(refused))
            return self._page(form, status=409) if refused.missing else redirect(self.object)
        messages.success(request, _("Done: %(step)s.") % {"step": self.transition.label})
        return redirect(self.object)

    def _page(self, form, status=200):
        steps = {step.transition.name: step for step in workflow.steps(self.object, self.request.user)}
        step = steps.get(self.transition.name)
        if step is None or step.refusal:
            messages.error(self.request, step.refusal if step else workflow.wrong_state(self.object))
            return redirect(self.object)
        context = {"object": self.object, "step": step, "form": form} | self.beside()
        return render(self.request, self.template_name, context, status=status)

    def beside(self):
        """What a step's own page shows besides."""
        return {}


class FileHeld(PermissionDenied):
    """The virus scan has not passed the file: nobody may open it."""


class FileLost(Http404):
    """The storage has not got the file any more; the text is a sentence for who asked for it."""


def serve_file(stored, *, inline=False):
    """A private file as a response. The caller has already asked the row scope of what the file is attached to.
    FileHeld while the virus scan has not passed it, FileLost where the storage has not got it."""
    if stored.is_held:
        raise FileHeld(stored.held_reason)
    content = _opened(stored, stored.content)
    return _private(
        FileResponse(content, content_type=stored.media_type, as_attachment=not inline, filename=stored.name)
    )


def _opened(stored, content):
    if (found := lost.found(stored, content)) is not None:
        return found
    sentence = _(
        "The file “%(name)s” is not in the portal's storage any more. Please tell the administrator of your "
        "office, and upload it again where it belongs."
    )
    raise FileLost(sentence % {"name": stored.name})


def serve_picture(stored):
    """The first page of a stored PDF as a small picture; 404 without one. It is drawn by the portal, so that it shows
    nothing but that page, but a file that is held shows nothing."""
    if not stored.picture or stored.is_held:
        raise Http404
    return _private(FileResponse(_opened(stored, stored.picture), content_type="image/png"))


def pdf_response(content, name):
    response = HttpResponse(content, content_type="application/pdf")
    return _private(response, f"{name}.pdf", inline=True)


def docx_response(content, name):
    return _private(HttpResponse(content, content_type=DOCX), f"{name}.docx")


def workbook_response(sheets, name):
    return _private(HttpResponse(write_workbook(sheets), content_type=XLSX), f"{name}.xlsx")


def _private(response, name="", *, inline=False):
    if name:
        response["Content-Disposition"] = content_disposition_header(not inline, name)
    response["Cache-Control"] = "private, no-store"
    return response
