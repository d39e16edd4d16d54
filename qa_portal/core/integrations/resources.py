"""What the API reads: each resource is a list of the portal (core.pages.ListPage) and the columns of its sheet. The
rows, the filters, the sorting and the scope are the list's own, so that whoever may see a row on the page may read it
here, and a column added to the list stands in its sheet and here at once."""

import copy
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from ninja import Schema
from pydantic import Field, create_model

from qa_portal.core.columns import Column
from qa_portal.core.integrations import gate, tokens
from qa_portal.core.models import District
from qa_portal.core.pages import ListPage

LARGEST_KEY = 2**63 - 1
MOST_ROWS, MOST_PAGES, LONGEST = 200, 100_000, 200

RESOURCES: dict[str, "Resource"] = {}
AREAS = {
    "districts": _("Education area offices"),
    "schools": _("Schools"),
    "sars": _("Self-assessment reports and their levels"),
    "projects": _("Projects, their money, activities and results"),
    "indicators": _("Indicators of projects"),
    "visits": _("Supervision visits"),
    "findings": _("Findings and agreed actions"),
    "external": _("External assessments and their results"),
}

KINDS = {
    "date": (str | None, _("date, YYYY-MM-DD")),
    "number": (int | float | str | None, _("number")),
    "money": (str | None, _("baht, as a decimal text")),
}
TEXT = (str | None, _("text"))


@dataclass(frozen=True)
class Resource:
    """`columns`: those of the list's sheet. `is_of_office`: a list of one office, named by `district`; without it the
    token's own."""

    name: str
    area: str
    page: type[ListPage]
    columns: list[Column]
    about: str
    is_of_office: bool = False

    def __post_init__(self):
        RESOURCES[self.name] = self

    # ------------------------------------------------------------ what it looks like

    @property
    def filters(self):
        """{parameter: label} of the list's filters."""
        return {
            name: found.label or name.replace("_", " ")
            for name, found in self.page.filterset_class.base_filters.items()
            if name not in ("page", "size", "sort")
        }

    @property
    def sorts(self):
        keys = [column.key for column in self.columns if column.order]
        return [*keys, *(f"-{key}" for key in keys)]

    @property
    def has_state(self):
        return any(found.name == "state" for found in self.page.model._meta.concrete_fields)

    @property
    def fields(self):
        """[(key, type, label)] of a row."""
        fixed = [("id", int, _("key of the row")), ("url", str, _("its page in the portal"))]
        state = [("state_code", str, _("state, as a fixed word"))] if self.has_state else []
        kinds = [(column.key, KINDS.get(column.kind, TEXT)[0], column.header) for column in self.columns]
        return [*fixed, *state, *kinds]

    @property
    def _title(self):
        return self.name.title().replace("-", "")

    @cached_property
    def row_schema(self):
        shapes = {key: (kind, Field(description=in_both(label))) for key, kind, label in self.fields}
        return create_model(f"{self._title}Row", __base__=Schema, **shapes)

    @cached_property
    def list_schema(self):
        shapes = dict.fromkeys(("count", "page", "pages"), (int, ...))
        shapes |= {"next": (str | None, ...), "results": (list[self.row_schema], ...)}
        return create_model(f"{self._title}List", __base__=Schema, **shapes)

    @cached_property
    def query_schema(self):
        texts = {
            name: (str, Field("", max_length=LONGEST, description=in_both(label)))
            for name, label in self.filters.items()
        }
        numbers = {"page": (int, Field(1, ge=1, le=MOST_PAGES)), "size": (int, Field(50, ge=1, le=MOST_ROWS))}
        sort = {"sort": (Literal[*self.sorts] | None, Field(None))} if self.sorts else {}
        return create_model(f"{self._title}Query", __base__=Schema, **self._office_field, **texts, **sort, **numbers)

    @cached_property
    def one_schema(self):
        """The parameters of the address of one row."""
        return create_model(f"{self._title}One", __base__=Schema, **self._office_field)

    @property
    def _office_field(self):
        number = Field(None, ge=1, le=LARGEST_KEY, description=in_both(_("Education area office")))
        return {"district": (int | None, number)} if self.is_of_office else {}

    # ------------------------------------------------------------ what it gives

    def read_list(self, request, asked):
        return self._counted(request, asked, self._list)

    def read_one(self, request, pk, asked):
        return self._counted(request, asked, lambda page, asked: self._one(page, pk))

    def _counted(self, request, asked, read):
        """What `read` gives, in the language that was asked for; the token's use is counted either way."""
        refused = True
        try:
            with override(language_of(request)):
                answer = read(self._page(request, asked), asked)
            refused = False
        finally:
            tokens.count_use(request.auth, self.area, timezone.now(), refused=refused)
        return answer

    def _page(self, request, asked):
        """The list as the token's owner meets it, asked for its sheet."""
        token = request.auth
        if self.area not in token.areas:
            raise gate.not_this_area()
        if not token.owner.can(self.page.verb):
            raise gate.not_this_role()
        self._refuse_unknown(request, asked)
        page = self.page()
        page.setup(self._request(request, asked, token.owner))
        if self.is_of_office:
            page.district = self._office(asked, token.owner)
        return page

    def _refuse_unknown(self, request, asked):
        unknown = sorted(set(request.GET) - set(type(asked).model_fields))
        if unknown:
            raise gate.not_valid({name: [str(_("There is no such parameter."))] for name in unknown})

    def _request(self, request, asked, owner):
        inner = copy.copy(request)
        inner.user = owner
        inner.GET = QueryDict(mutable=True)
        inner.GET.update({name: getattr(asked, name, "") for name in self.filters} | {"format": "xlsx"})
        if getattr(asked, "sort", None):
            inner.GET["sort"] = asked.sort
        return inner

    def _office(self, asked, owner):
        pk = asked.district or owner.district_id
        if pk is None:
            raise gate.not_valid({"district": [str(_("Please say of which office."))]})
        found = District.objects.visible_to(owner).filter(pk=pk).first()
        if found is None:
            raise gate.not_there()
        return found

    def _list(self, page, asked):
        filterset = page.get_filterset(page.get_filterset_class())
        if not filterset.is_valid():
            raise gate.not_valid({name: [str(text) for text in texts] for name, texts in filterset.errors.items()})
        paginator = Paginator(filterset.qs, asked.size)
        if asked.page > paginator.num_pages:
            raise gate.not_there()
        return {
            "count": paginator.count,
            "page": asked.page,
            "pages": paginator.num_pages,
            "next": self._next(asked, paginator.num_pages),
            "results": [self._row(row) for row in paginator.page(asked.page)],
        }

    def _next(self, asked, pages):
        """The parameters of the next page; None on the last."""
        if asked.page >= pages:
            return None
        given = asked.model_dump(exclude_defaults=True) | {"page": asked.page + 1}
        return "?" + urlencode(given)

    def _one(self, page, pk):
        row = page.get_queryset().filter(pk=pk).first()
        if row is None:
            raise gate.not_there()
        return self._row(row)

    def _row(self, row):
        """The row as the sheet has it, with its key, the page that the list opens, and the fixed word of its state."""
        state = {"state_code": row.state} if self.has_state else {}
        return {"id": row.pk, "url": self._url(row)} | state | {item.key: plain(item, row) for item in self.columns}

    def _url(self, row):
        link = next((column.link for column in self.columns if column.link), lambda row: "")
        return settings.SITE_URL + link(row)


def plain(column, row):
    """A cell as JSON: blank stays blank, none stays none (A1-08)."""
    value = column.value(row)
    if value is None:
        return None
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    if isinstance(value, date):
        return value.isoformat()
    if column.kind == "money" and isinstance(value, (int, Decimal)):
        return f"{value:.2f}"
    if column.kind == "number" and not isinstance(value, str):
        return float(value) if isinstance(value, Decimal) else value
    return str(value)


def language_of(request):
    """Thai, unless the other system asks for English: Accept-Language: en."""
    return "en" if request.headers.get("Accept-Language", "").lower().startswith("en") else "th"


def in_both(label):
    """A label in English and Thai, for the machine-readable description."""
    words = []
    for code in ("en", "th"):
        with override(code):
            words.append(str(label))
    return " · ".join(dict.fromkeys(words))
