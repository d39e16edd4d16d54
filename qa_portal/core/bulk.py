"""One thing done to many rows of a list: tick, look at what would happen, confirm, read what became of each row.

A list names its `bulk_actions` and the address of its BulkPage (`bulk_url_name`); whatever the list may show, only the
rows that the person sees are touched."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from qa_portal.core.addresses import keys_in
from qa_portal.core.workflow import Refused


@dataclass(frozen=True)
class BulkAction:
    """Either `answer(request, rows)`, one file or page for all rows, or for each row `check(row, user)`, the sentence
    why it cannot be done or "", and `act(row, user)`, which does it and gives (a sentence, the address it speaks of).

    `check` and `act` run once more when the person confirms, under the row's lock: whatever the first press did, the
    second has to refuse. `most`: rows at once."""

    name: str
    label: str
    icon: str
    verb: str
    explanation: str = ""
    answer: Callable[[object, list], HttpResponse] | None = None
    check: Callable[[object, object], str] = lambda row, user: ""
    act: Callable[[object, object], tuple[str, str]] | None = None
    most: int = 500

    @property
    def can_be_repeated(self):
        """The list stays open beside the file that it gives, and may be asked for the next one."""
        return self.answer is not None


@dataclass(frozen=True)
class Outcome:
    row: object
    sentence: str
    is_done: bool
    url: str = ""


class BulkPage(View):
    """POST `action` with `row` (keys) or `all` and the list's `query`; once more with `confirmed` to do it."""

    list_page = None

    def dispatch(self, request, *args, **kwargs):
        if not request.user.can(self.list_page.verb):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        return redirect(self._back_url())

    def post(self, request):
        action = self._action()
        rows = list(self._rows()[: action.most + 1])
        objection = self._objection(action, rows)
        if objection:
            messages.error(request, objection)
            return redirect(self._back_url())
        if action.answer:
            return action.answer(request, rows)
        return self._confirm(action, rows) if "confirmed" not in request.POST else self._do(action, rows)

    def _action(self):
        name = self.request.POST.get("action")
        action = next((action for action in self.list_page.bulk_actions if action.name == name), None)
        if action is None:
            raise Http404
        if not self.request.user.can(action.verb):
            raise PermissionDenied
        return action

    def _rows(self):
        """The rows that were asked for and that the person sees, as the list reads and sorts them."""
        page = self.list_page()
        page.setup(self.request)
        rows = page.get_queryset()
        if "all" in self.request.POST:
            asked = QueryDict(self.request.POST.get("query", ""))
            return self.list_page.filterset_class(asked, queryset=rows, request=self.request).qs
        return rows.filter(pk__in=keys_in(self.request.POST.getlist("row")))

    def _objection(self, action, rows):
        if not rows:
            return _("No row is ticked, or what was ticked is not there any more. Tick the rows, then choose again.")
        if len(rows) > action.most:
            facts = {"action": action.label, "most": action.most}
            return _("“%(action)s” takes at most %(most)s rows at once. Choose fewer.") % facts
        return ""

    def _back_url(self):
        query = self.request.POST.get("query", "")
        return f"{reverse(self.list_page.url_name)}?{query}" if query else reverse(self.list_page.url_name)

    def _confirm(self, action, rows):
        judged = [(row, action.check(row, self.request.user)) for row in rows]
        context = {
            "to_do": [row for row, refusal in judged if not refusal],
            "refused": [Outcome(row, refusal, is_done=False) for row, refusal in judged if refusal],
            "keys": ",".join(str(row.pk) for row, refusal in judged if not refusal),
        }
        return self._page("lists/bulk_confirm.html", action, context)

    def _do(self, action, rows):
        outcomes = [self._outcome(action, row) for row in rows]
        context = {"outcomes": outcomes, "done": sum(outcome.is_done for outcome in outcomes)}
        return self._page("lists/bulk_done.html", action, context)

    def _outcome(self, action, row):
        user = self.request.user
        try:
            with transaction.atomic():
                row = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
                refusal = action.check(row, user)
                if refusal:
                    return Outcome(row, refusal, is_done=False)
                sentence, url = action.act(row, user)
        except Refused as refused:
            return Outcome(row, str(refused), is_done=False)
        return Outcome(row, sentence, is_done=True, url=url)

    def _page(self, template, action, context):
        frame = {
            "action": action,
            "list_name": self.list_page.sheet_name,
            "back_url": self._back_url(),
            "query": self.request.POST.get("query", ""),
        }
        return render(self.request, template, frame | context)
