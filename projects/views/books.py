"""The books of a fiscal year: asked for here, made by the queue."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from projects.forms.books import FORMATS, BookForm
from projects.models import Project, current_fiscal_year
from projects.reports.year_sums import PlanYear, known_years
from qa_portal.core import jobs
from qa_portal.core.models import Job
from qa_portal.core.pages import requires
from qa_portal.core.roles import Verb

KINDS = {"plan": "action_plan_book", "result": "result_book"}
BOOKS = [
    {
        "key": "plan",
        "title": gettext_lazy("Annual action plan"),
        "hint": gettext_lazy(
            "Every approved project whole, with summaries by source of money, group, strategy, quarter and category."
        ),
        "icon": "journal-text",
    },
    {
        "key": "result",
        "title": gettext_lazy("Annual result book"),
        "hint": gettext_lazy(
            "What each project received, spent and reached, with the indicators and every result report."
        ),
        "icon": "journal-check",
    },
]
EARLIER = 20


@requires(Verb.EXPORT_REPORTS)
def book_list(request):
    district = _district(request)
    years = _years(request.user)
    asked = request.GET.get("year")
    fiscal = next((year for year in years if str(year) == asked), current_fiscal_year())
    earlier = Job.objects.visible_to(request.user).filter(kind__in=KINDS.values()).select_related("result")
    context = {
        "books": BOOKS,
        "formats": FORMATS,
        "year": PlanYear(district, fiscal),
        "years": years,
        "earlier": earlier[:EARLIER],
    }
    return render(request, "projects/book_list.html", context)


@requires(Verb.EXPORT_REPORTS)
@require_POST
def book_make(request):
    """Ask the queue for a book, and go to where its progress is seen."""
    district = _district(request)
    form = BookForm(request.POST, years=_years(request.user))
    if not form.is_valid():
        messages.error(request, _("Choose a book, a fiscal year and a kind of file."))
        return redirect("projects:book_list")
    params = {name: form.cleaned_data[name] for name in ("year", "format", "thai_digits")}
    book = form.cleaned_data["book"]
    label = _("%(book)s %(year)s, %(format)s") % {
        "book": dict(form.fields["book"].choices)[book],
        "year": params["year"],
        "format": dict(FORMATS)[params["format"]],
    }
    if params["thai_digits"]:
        label = _("%(label)s, Thai digits") % {"label": label}
    return redirect(jobs.start(KINDS[book], label=label, params=params, by=request.user, district=district))


def _district(request):
    """Books are an office's; who has none has no books."""
    if request.user.district is None:
        raise Http404
    return request.user.district


def _years(user):
    """Those with projects, and the present."""
    years = known_years(Project.objects.filter(district=user.district_id))
    return sorted({*years, current_fiscal_year()}, reverse=True)
