"""The year's strategy from a sheet, with what it would change shown first, and to one."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from projects.imports.strategy import apply_plan, items_sheet, make_plan, year_sheet
from projects.models import StrategyKind
from projects.services import strategy
from projects.views.strategy import office_of, strategy_url, year_or_404
from qa_portal.core.forms import SheetConfirmForm, SheetForm
from qa_portal.core.import_pages import SHOWN, SheetUpload, own_sheet, plan_or_404, table_of
from qa_portal.core.imports import Kind, rejected_sheet
from qa_portal.core.pages import requires, workbook_response
from qa_portal.core.roles import Verb


class StrategyUpload(SheetUpload):
    verb = Verb.MANAGE_PROJECTS
    form_class = SheetForm
    template_name = "projects/strategy_upload.html"

    def dispatch(self, request, *args, year, **kwargs):
        self.year = year_or_404(year)
        return super().dispatch(request, *args, **kwargs)

    def get_district(self):
        return office_of(self.request.user)

    def check(self, stored, said):
        _plan(stored, self.year)

    def preview_url(self, stored, said):
        return reverse("projects:strategy_preview", args=[self.year, stored.pk])

    def get_context_data(self, **kwargs):
        words = {"year": self.year, "kinds": [kind.label for kind in StrategyKind]}
        return super().get_context_data(**kwargs) | words | {"back_url": strategy_url(self.year)}


def _plan(stored, year):
    return make_plan(table_of(stored), district=stored.district, year=year)


@requires(Verb.MANAGE_PROJECTS)
def strategy_preview(request, year, pk):
    """Step 2: what would happen, row by row; POST does it, unless the year changed since it was shown."""
    stored, year = own_sheet(request, pk), year_or_404(year)
    if request.method == "POST":
        return _confirm(request, stored, year)
    return _preview(request, stored, year, plan_or_404(_plan, stored, year))


def _preview(request, stored, year, plan, form=None, status=200):
    context = {
        "stored": stored,
        "year": year,
        "plan": plan,
        "groups": plan.groups(SHOWN),
        "form": form or SheetConfirmForm(initial={"digest": plan.digest}),
        "shown": SHOWN,
        "rejected_url": reverse("projects:strategy_rejected", args=[year, stored.pk]),
        "list_url": strategy_url(year),
    }
    return render(request, "projects/strategy_preview.html", context, status=status)


@transaction.atomic
def _confirm(request, stored, year):
    strategy.lock_strategy(stored.district_id)
    plan = plan_or_404(_plan, stored, year)
    form = SheetConfirmForm(request.POST)
    if not form.is_valid() or form.cleaned_data["digest"] != plan.digest:
        form = SheetConfirmForm({"digest": plan.digest})
        form.add_error(None, _("The year's items changed since this was shown. Look at it again, then confirm."))
        return _preview(request, stored, year, plan, form, status=422)
    apply_plan(plan, district=stored.district, year=year, by=request.user)
    new, changed = plan.counts[Kind.NEW], plan.counts[Kind.CHANGED]
    messages.success(request, _("Imported items: %(new)s new, %(changed)s changed.") % {"new": new, "changed": changed})
    return redirect("projects:strategy_preview", year, stored.pk)


@require_safe
@requires(Verb.MANAGE_PROJECTS)
def strategy_rejected(request, year, pk):
    plan = plan_or_404(_plan, own_sheet(request, pk), year_or_404(year))
    return workbook_response([rejected_sheet(plan)], _("Rejected rows"))


@require_safe
@requires(Verb.VIEW_PROJECTS)
def strategy_template(request):
    return workbook_response([items_sheet([])], _("Template for strategy"))


@require_safe
@requires(Verb.VIEW_PROJECTS)
def strategy_xlsx(request, year):
    """The year's items in the columns that the import reads."""
    sheet = year_sheet(office_of(request.user), year_or_404(year))
    return workbook_response([sheet], f"{_('Strategy')} {year}")
