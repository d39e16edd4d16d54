"""What came back of a form, read together: a table, each item counted up, a workbook. Only what was sent is read."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qa_portal.core.addresses import key_in
from qa_portal.core.pages import workbook_response
from schools.models import Network
from supervision.documents.collection import collection_sheets
from supervision.lists.collections import sheets_url
from supervision.models import Collection, Sheet
from supervision.reports.collection import answers_of, form_of, summarise
from supervision.views.office import for_office

ON_A_PAGE = 50


def _collection(request, pk):
    return get_object_or_404(Collection.objects.visible_to(request.user).select_related("instrument"), pk=pk)


def _read(request, collection):
    """The sheets that were sent, of one network where ?network= says so."""
    sheets = Sheet.objects.readable_by(request.user).answered().filter(collection=collection)
    network = key_in(request.GET.get("network", ""))
    if network is not None:
        sheets = sheets.filter(school__network=network)
    order = ("school__network__name_sort", "school__name_sort", "pk")
    return sheets.select_related("collection", "school__network", "person").order_by(*order)


def _context(request, collection):
    networks = Network.objects.filter(schools__sheets__collection=collection).distinct()
    return {
        "collection": collection,
        "networks": networks,
        "asked_network": request.GET.get("network", ""),
        "answered_url": sheets_url(collection, standing="answered"),
    }


@require_safe
@for_office
def collection_answers(request, pk):
    """One row a sheet, one column an item."""
    collection = _collection(request, pk)
    form = form_of(collection)
    page = Paginator(_read(request, collection), ON_A_PAGE).get_page(request.GET.get("page"))
    rows = answers_of(page.object_list, form)
    table = [(row, [row.shown(item) for item in form.items]) for row in rows]
    context = _context(request, collection) | {"form": form, "table": table, "page_obj": page}
    return render(request, "supervision/collection_answers.html", context)


@require_safe
@for_office
def collection_summary(request, pk):
    """Each item counted up, together and by network."""
    collection = _collection(request, pk)
    form = form_of(collection)
    rows = answers_of(_read(request, collection), form)
    context = _context(request, collection) | {"sections": list(summarise(rows, form)), "count": len(rows)}
    return render(request, "supervision/collection_summary.html", context)


@require_safe
@for_office
def collection_xlsx(request, pk):
    collection = _collection(request, pk)
    name = _("Answers %(title)s") % {"title": collection.title[:60]}
    return workbook_response(collection_sheets(collection, _read(request, collection)), name)
