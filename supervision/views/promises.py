from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from qa_portal.core.columns import Column
from qa_portal.core.pages import Access, workbook_response
from qa_portal.core.roles import Scope, Verb
from qa_portal.core.spreadsheets import Sheet
from supervision.models import Outcome, OwedBy, Visit
from supervision.reports.promises import kept_promises


def kept_columns(group):
    """Every number opens the promises that it counts."""
    counts = [
        Column(
            value,
            label,
            lambda row, value=value: row.count(value),
            14,
            link=lambda row, value=value: row.url(value),
            kind="number",
        )
        for value, label in outcome_words().items()
    ]
    return [
        Column("name", group, lambda row: row.name, 36, link=lambda row: row.url()),
        *counts,
        Column("percent", _("Per cent in time"), lambda row: row.percent, 16, kind="number"),
    ]


class KeptPromises(Access, TemplateView):
    """How promises are kept, gathered by school, network, supervisor or year."""

    verb = Verb.VIEW_VISITS
    template_name = "supervision/kept_promises.html"

    @cached_property
    def asked(self):
        """by, side and year, each one that is there."""
        query = self.request.GET
        by, side, year = query.get("by", ""), query.get("side", ""), query.get("year", "")
        return {
            "by": by if by in self.groups else next(iter(self.groups)),
            "side": side if side in OwedBy.values else OwedBy.SCHOOL,
            "year": next((found for found in self.years if str(found) == year), None),
        }

    @cached_property
    def groups(self):
        """{key: word}; a school compares nothing but its years."""
        words = group_words()
        return words if self.is_office else {"year": words["year"]}

    @property
    def is_office(self):
        return self.request.user.scope is not Scope.SCHOOL

    @cached_property
    def years(self):
        visits = Visit.objects.visible_to(self.request.user).order_by("-fiscal_year")
        return list(visits.values_list("fiscal_year", flat=True).distinct())

    def get_context_data(self, **kwargs):
        by, side, year = self.asked.values()
        rows, whole = kept_promises(self.request.user, by, owed_by=side, year=year)
        return super().get_context_data(**kwargs) | {
            "columns": kept_columns(self.groups[by]),
            "rows": rows,
            "whole": whole,
            "groups": self.groups,
            "sides": OwedBy.choices,
            "years": self.years,
            "asked": self.asked,
            "is_office": self.is_office,
        }

    def render_to_response(self, context, **kwargs):
        if self.request.GET.get("format") != "xlsx":
            return super().render_to_response(context, **kwargs)
        name, whole = _("Promises kept"), context["whole"]
        totals = {column.key: column.value(whole) for column in context["columns"]}
        heading = [f"{name} · {OwedBy(self.asked['side']).label} · {self.asked['year'] or _('All years')}"]
        return workbook_response([Sheet(name, context["columns"], context["rows"], heading, totals)], name)


def outcome_words():
    """Short heads for narrow columns."""
    return {
        Outcome.KEPT.value: _("In time"),
        Outcome.LATE.value: _("After the day"),
        Outcome.BROKEN.value: _("Not kept"),
        Outcome.OPEN.value: _("Not settled"),
    }


def group_words():
    return {"school": _("School"), "network": _("Network"), "supervisor": _("Supervisor"), "year": _("Fiscal year")}
