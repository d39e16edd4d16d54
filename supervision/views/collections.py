"""Forms that the office asks for: sent out, watched, reminded of, read together (A13)."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.views.generic import CreateView, DetailView, ListView, UpdateView

from qa_portal.core.history import entries_of
from qa_portal.core.pages import READ_WRITE, Access, Edit, ListPage, requires
from qa_portal.core.roles import Verb
from qa_portal.core.thai import academic_year
from qa_portal.core.unsaved import Typed
from qa_portal.core.workflow import wrong_state
from schools.models import Network
from supervision.filters.collections import CollectionFilter
from supervision.forms.collection import CollectionForm
from supervision.lists.collections import COLLECTION_COLUMNS, sheets_url
from supervision.models import SHEET_STANDINGS, Collection, CollectionState, Instrument, Sheet
from supervision.services.collections import give_sheets, recipients_of
from supervision.services.sheet_reminders import remind_by_hand, reminder_plan
from supervision.views.office import ForOffice


class CollectionList(ForOffice, ListPage):
    model = Collection
    verb = Verb.VIEW_VISITS
    columns = COLLECTION_COLUMNS
    filterset_class = CollectionFilter
    sheet_name = gettext_lazy("Forms asked for")
    template_name = "supervision/collection_list.html"
    default_sort = "-due"

    def get_queryset(self):
        return Collection.objects.visible_to(self.request.user).with_counts().order_by(*self._ordering())

    def get_context_data(self, **kwargs):
        mine = Sheet.objects.visible_to(self.request.user).of(self.request.user).owed().count()
        return super().get_context_data(**kwargs) | {"is_office": True, "mine": mine}


class CollectionChoose(Access, ListView):
    """Which form is to be filled in: those that are not for visits, the manual's first."""

    model = Instrument
    verb = Verb.MANAGE_COLLECTIONS
    template_name = "supervision/collection_choose.html"

    def get_queryset(self):
        return super().get_queryset().collected().order_by("-audience", "form_code", "code", "-edition")


class CollectionAdd(Typed, Edit, CreateView):
    model = Collection
    verb = Verb.MANAGE_COLLECTIONS
    form_class = CollectionForm
    template_name = "supervision/collection_form.html"
    extra_context = {"back_url": reverse_lazy("supervision:collection_choose")}
    saved_message = gettext_lazy("Saved. Look through it once more, then send the form out.")

    @cached_property
    def instrument(self):
        rows = Instrument.objects.visible_to(self.request.user).collected()
        return get_object_or_404(rows, pk=self.kwargs["instrument"])

    def get_form_kwargs(self):
        facts = {"district": self.request.user.district, "instrument": self.instrument}
        return super().get_form_kwargs() | {"instance": Collection(**facts)}

    def get_initial(self):
        return {"title": self.instrument.name[:300], "year": academic_year(timezone.localdate())}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"instrument": self.instrument}


class CollectionEdit(Typed, Edit, UpdateView):
    """What is sent out can still be asked of more; who is new gets a sheet at once."""

    model = Collection
    verb = Verb.MANAGE_COLLECTIONS
    form_class = CollectionForm
    template_name = "supervision/collection_form.html"

    def dispatch(self, request, *args, **kwargs):
        closed = Collection.objects.visible_to(request.user).filter(pk=kwargs["pk"], state=CollectionState.CLOSED)
        if request.user.can(self.verb) and (collection := closed.first()):
            messages.error(request, wrong_state(collection))
            return redirect(collection)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        response = super().form_valid(form)
        if self.object.is_open and (new := give_sheets(self.object, by=self.request.user)):
            said = ngettext("%(count)s more is asked.", "%(count)s more are asked.", len(new))
            messages.success(self.request, said % {"count": len(new)})
        return response

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "back_url": self.object.get_absolute_url(),
            "instrument": self.object.instrument,
        }


class CollectionDetail(ForOffice, DetailView):
    """How the form stands: who sent it, who owes it, network by network."""

    model = Collection
    verb = Verb.VIEW_VISITS
    template_name = "supervision/collection_detail.html"

    def get_queryset(self):
        return super().get_queryset().with_counts().select_related("district", "instrument", "opened_by")

    def get_context_data(self, **kwargs):
        collection, user = self.object, self.request.user
        may_edit = Collection.objects.editable_by(user).filter(pk=collection.pk).exists()
        return super().get_context_data(**kwargs) | {
            "may_edit": may_edit,
            "figures": collection_figures(collection),
            "networks": _by_network(collection),
            "recipients": list(recipients_of(collection)) if collection.is_draft else [],
            "entries": entries_of(collection),
        }


FIGURES = {
    "answered": gettext_lazy("Came in"),
    "to_check": gettext_lazy("To be checked"),
    "accepted": pgettext_lazy("form", "Accepted"),
    "owed": gettext_lazy("Not sent yet"),
    "overdue": gettext_lazy("Past the last day"),
}


def collection_figures(collection):
    """(word, count, the list of exactly those rows)."""
    yield pgettext("form", "Asked"), collection.sheet_count, sheets_url(collection)
    for name, label in FIGURES.items():
        yield label, getattr(collection, f"{name}_count"), sheets_url(collection, standing=name)


def _by_network(collection):
    """(network, [(count, its list)]) of the asked schools that are in one."""
    if not collection.asks_schools:
        return
    counts = {name: Count("pk", filter=SHEET_STANDINGS[name]("")) for name in ("answered", "owed")}
    rows = collection.sheets.exclude(school__network=None).order_by().values("school__network")
    found = {row["school__network"]: row for row in rows.annotate(all=Count("pk"), **counts)}
    for network in Network.objects.filter(pk__in=found):
        row = found[network.pk]
        cells = [(row["all"], sheets_url(collection, network=network.pk))]
        cells += [(row[name], sheets_url(collection, network=network.pk, standing=name)) for name in counts]
        yield network, cells


@READ_WRITE
@requires(Verb.MANAGE_COLLECTIONS)
def collection_remind(request, pk):
    """Everybody who has not sent it yet, each once, at most once a day."""
    collection = get_object_or_404(Collection.objects.visible_to(request.user), pk=pk)
    if not collection.is_open:
        messages.error(request, wrong_state(collection))
        return redirect(collection)
    if request.method == "POST":
        plan = remind_by_hand(collection.sheets.all(), by=request.user)
        facts = {"sheets": len(plan.reached), "people": len(plan.people)}
        messages.success(request, _("%(people)s people were reminded of %(sheets)s forms.") % facts)
        return redirect(collection)
    context = {"collection": collection, "plan": reminder_plan(collection.sheets.all())}
    return render(request, "supervision/collection_remind.html", context)
