"""The strategy from year to year, and against the projects: carrying forward, the trend, the coverage."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from projects.forms.strategy import CarryForms
from projects.models import ProjectState, StrategyItem, StrategyKind
from projects.reports import coverage
from projects.services import strategy
from projects.views.strategy import asked_kind, asked_year, office_of, strategy_url, year_or_404, years_of
from qa_portal.core.pages import READ_WRITE, requires, workbook_response
from qa_portal.core.roles import Verb


@READ_WRITE
@requires(Verb.MANAGE_PROJECTS)
@transaction.atomic
def strategy_carry(request, year):
    """What becomes of each item of the year before; what was decided already is not asked again."""
    district, year = office_of(request.user), year_or_404(year)
    is_sent = request.method == "POST"
    if is_sent:
        strategy.lock_strategy(district.pk)
    sources = strategy.waiting_items(district, year)
    there = list(StrategyItem.objects.filter(district=district, fiscal_year=year).prefetch_related("continues"))
    forms = CarryForms(request.POST if is_sent else None, sources, there)
    if is_sent and forms.is_valid():
        made = strategy.carry_forward(district, year, forms.decisions, by=request.user)
        messages.success(request, _("Carried into %(year)s: %(made)s items.") % {"year": year, "made": made})
        return redirect(strategy_url(year))
    context = {
        "year": year,
        "earlier_year": strategy.earlier_year(district, year),
        "carry": forms,
        "groups": [(kind, [form for form in forms.forms if form.source.kind == kind]) for kind in StrategyKind],
        "done": [item for item in there if item.continues.all()],
        "back_url": strategy_url(year),
    }
    return render(request, "projects/strategy_carry.html", context, status=422 if is_sent else 200)


def _frame(request, district, year, kind):
    return {
        "year": year,
        "years": years_of(district, year),
        "kind": kind,
        "kinds": StrategyKind.choices,
        "can_write": request.user.can(Verb.MANAGE_PROJECTS),
        "list_url": strategy_url(year),
    }


@require_safe
@requires(Verb.VIEW_PROJECTS)
def strategy_coverage(request):
    """One kind of the year's strategy against the year's projects; `?format=xlsx` is the same as a workbook."""
    district, year, kind = office_of(request.user), asked_year(request), asked_kind(request)
    state = request.GET.get("state", "")
    state = state if state in ProjectState else ""
    shown = coverage.coverage(request.user, district, year, kind, state)
    if request.GET.get("format") == "xlsx":
        return workbook_response(coverage.sheets(shown), f"{_('Coverage')} {shown.kind_label} {year}")
    context = _frame(request, district, year, kind) | {
        "shown": shown,
        "state": state,
        "states": ProjectState.choices,
        "nothing_url": coverage.list_url(year, state, strategy="none"),
    }
    return render(request, "projects/strategy_coverage.html", context)


@require_safe
@requires(Verb.VIEW_PROJECTS)
def strategy_trend(request):
    """What each item of the year was in the years before."""
    district, year, kind = office_of(request.user), asked_year(request), asked_kind(request)
    years, trails, ended = coverage.trails(request.user, district, year, kind)
    context = _frame(request, district, year, kind) | {"earlier": years, "trails": trails, "ended": ended}
    return render(request, "projects/strategy_trend.html", context)
