"""What the register is gathered from: findings of visits and differences. A person ticks; nothing adds itself."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from qa_portal.core.addresses import keys_in
from qa_portal.core.bulk import BulkAction, BulkPage
from qa_portal.core.pages import READ_WRITE, ListPage, requires, workbook_response
from qa_portal.core.roles import Verb
from qa_portal.core.spreadsheets import Sheet
from schools.models import Sar
from supervision.filters.issues import DifferenceFilter, FindingFilter
from supervision.lists.issues import DIFFERENCE_COLUMNS, FINDING_COLUMNS
from supervision.models import Finding, Visit
from supervision.reports.differences import differences, key_of, sentences_of, text_of
from supervision.services.issues import finding_refusal, take_difference, take_finding, unlooked_findings

PER_PAGE = 50
NOTHING_TICKED = gettext_lazy(
    "No row is ticked, or what was ticked is not there any more. Tick the rows, then choose again."
)


def _take(finding, user):
    return _("Taken into the register."), take_finding(finding, by=user).get_absolute_url()


def _leave(finding, user):
    issue = take_finding(finding, by=user, is_dropped=True)
    return _("Left out; it is in the register as dropped."), issue.get_absolute_url()


class FindingPick(ListPage):
    """Points to develop and problems of reported visits, until somebody takes them or leaves them out."""

    model = Finding
    verb = Verb.MANAGE_ASSESSMENTS
    columns = FINDING_COLUMNS
    filterset_class = FindingFilter
    sheet_name = gettext_lazy("Findings of visits")
    template_name = "supervision/issue_findings.html"
    url_name, bulk_url_name = "supervision:issue_findings", "supervision:issue_findings_bulk"
    default_sort = "-date"
    bulk_actions = (
        BulkAction(
            "take",
            gettext_lazy("Take into the register"),
            "plus-circle",
            Verb.MANAGE_ASSESSMENTS,
            gettext_lazy("The assessors are asked to look at these points; their words can still be changed."),
            check=lambda finding, user: finding_refusal(finding),
            act=_take,
        ),
        BulkAction(
            "leave",
            gettext_lazy("Leave out"),
            "x-circle",
            Verb.MANAGE_ASSESSMENTS,
            gettext_lazy("They were looked at and are not for the assessors. In the register they can be put back."),
            check=lambda finding, user: finding_refusal(finding),
            act=_leave,
        ),
    )

    def get_queryset(self):
        rows = unlooked_findings().filter(visit__in=Visit.objects.visible_to(self.request.user))
        return rows.select_related("visit__school", "category", "standard__framework").order_by(*self._ordering())


class FindingPickBulk(BulkPage):
    list_page = FindingPick


@READ_WRITE
@requires(Verb.MANAGE_ASSESSMENTS)
def issue_differences(request):
    """Where schools say more of themselves than was seen, with the arithmetic; what is ticked is taken or left out."""
    found = DifferenceFilter(request.GET, Sar.objects.none(), request=request)
    year = found.chosen_year
    if request.method == "POST":
        _decide(request, year)
        return redirect(f"{reverse('supervision:issue_differences')}?{request.GET.urlencode()}")
    rows = found.narrowed(differences(request.user, year)) if year else []
    if request.GET.get("format") == "xlsx":
        name = str(_("Points from differences"))
        return workbook_response([Sheet(name, DIFFERENCE_COLUMNS, rows, [name])], name)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": [(key_of(row), row, sentences_of(row)) for row in page],
        "filter": found,
        "page_obj": page,
        "is_paginated": page.has_other_pages(),
    }
    return render(request, "supervision/issue_differences.html", context)


def _decide(request, year):
    """The register is in Thai, whatever the language of the page."""
    ticked, is_dropped = set(request.POST.getlist("row")), "leave" in request.POST
    reports = keys_in(key.partition("-")[0] for key in ticked)
    rows = differences(request.user, year).filter(pk__in=reports).select_related("cycle") if year else []
    with override("th"):
        chosen = [(row, text_of(row)) for row in rows if key_of(row) in ticked]
    taken = [take_difference(row, text, by=request.user, is_dropped=is_dropped) for row, text in chosen]
    count = sum(1 for issue in taken if issue)
    if not count:
        messages.error(request, NOTHING_TICKED)
        return
    said = ngettext("%(count)s difference is settled.", "%(count)s differences are settled.", count)
    messages.success(request, said % {"count": count})
