"""The year's policies, standards, focus points and strategies: the page with all trees, and one item."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import CreateView, UpdateView

from projects.forms.fields import FIRST_YEAR, LAST_YEAR
from projects.forms.strategy import ItemForm
from projects.imports.strategy import of_kind
from projects.models import StrategyItem, StrategyKind, current_fiscal_year, in_tree_order
from projects.reports import coverage
from projects.services import strategy
from qa_portal.core.addresses import key_in
from qa_portal.core.models import District
from qa_portal.core.pages import Edit, requires
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Refused


def office_of(user):
    """The office whose strategy is shown; who belongs to none finds no page."""
    return get_object_or_404(District, pk=user.district_id)


def asked_year(request):
    """`?year=`, else the present fiscal year."""
    year = key_in(request.GET.get("year", ""))
    return year if year and FIRST_YEAR <= year <= LAST_YEAR else current_fiscal_year()


def asked_kind(request):
    """`?kind=`, else the first of the forms."""
    kind = request.GET.get("kind", "")
    return kind if kind in StrategyKind else StrategyKind.POLICY.value


def year_or_404(year):
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    return year


def years_of(district, year):
    """The years to choose from: those with items, this one and the next, and the one that is shown."""
    rows = StrategyItem.objects.filter(district=district).order_by()
    now = current_fiscal_year()
    return sorted({*rows.values_list("fiscal_year", flat=True).distinct(), now, now + 1, year}, reverse=True)


def strategy_url(year, kind=""):
    return f"{reverse('projects:strategy_list')}?year={year}{f'#{kind}' if kind else ''}"


@require_safe
@requires(Verb.VIEW_PROJECTS)
def strategy_list(request):
    """All trees of a year; for an empty year, how it is filled."""
    district, year = office_of(request.user), asked_year(request)
    items = list(StrategyItem.objects.filter(district=district, fiscal_year=year).prefetch_related("continues"))
    counts = coverage.project_counts(district, year, items)
    for item in items:
        item.project_count = counts[item.pk]
    context = {
        "district": district,
        "year": year,
        "years": years_of(district, year),
        "trees": [(kind, in_tree_order(of_kind(items, kind))) for kind in StrategyKind],
        "has_items": bool(items),
        "earlier_year": strategy.earlier_year(district, year),
        "can_write": request.user.can(Verb.MANAGE_PROJECTS),
    }
    return render(request, "projects/strategy_list.html", context)


class ItemPage:
    """The form of one item: writers of the office's trees come one after the other."""

    form_class = ItemForm
    template_name = "projects/strategy_form.html"

    def get_form(self, form_class=None):
        if self.request.method == "POST":
            strategy.lock_strategy(self.request.user.district_id)
        return super().get_form(form_class)

    def get_success_url(self):
        return strategy_url(self.object.fiscal_year, self.object.kind)

    def get_context_data(self, **kwargs):
        item = kwargs["form"].instance if "form" in kwargs else self.get_form().instance
        back = strategy_url(item.fiscal_year, item.kind)
        return super().get_context_data(**kwargs) | {"item": item, "back_url": back}


class StrategyAdd(ItemPage, Edit, CreateView):
    verb = Verb.MANAGE_PROJECTS
    model = StrategyItem

    def get_form_kwargs(self):
        year, kind = asked_year(self.request), asked_kind(self.request)
        item = StrategyItem(district=office_of(self.request.user), fiscal_year=year, kind=kind)
        return super().get_form_kwargs() | {"instance": item}

    def get_initial(self):
        return {"parent": key_in(self.request.GET.get("parent", ""))}


class StrategyEdit(ItemPage, Edit, UpdateView):
    verb = Verb.MANAGE_PROJECTS
    model = StrategyItem

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"ties": strategy.ties_of(self.object)}


@requires(Verb.MANAGE_PROJECTS)
def strategy_delete(request, pk):
    item = get_object_or_404(StrategyItem.objects.editable_by(request.user), pk=pk)
    if request.method == "POST":
        try:
            strategy.remove_item(item, by=request.user)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The item “%(item)s” is removed.") % {"item": item})
            return redirect(strategy_url(item.fiscal_year, item.kind))
    context = {"item": item, "ties": strategy.ties_of(item), "back_url": strategy_url(item.fiscal_year, item.kind)}
    return render(request, "projects/strategy_delete.html", context)
