"""What every page has on which a school writes its report: it opens while the report may be written on, keeps what is
typed, and saves with the report locked."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import View

from qa_portal.core import unsaved
from qa_portal.core.forms import as_typed
from qa_portal.core.pages import READ_WRITE, requires
from qa_portal.core.roles import Verb
from qa_portal.core.views import typed_texts
from qa_portal.core.workflow import Refused
from schools.reports.remarks import remarks_of
from schools.reports.sar_history import words_to_mend
from schools.reports.sar_screens import next_screen, screens
from schools.services.writing import lock_for, writing_refusal

from .sar import own_sar


def opened(request, sar, refusal):
    """The report as a page may show it, on POST locked and begun; Refused with `refusal`'s sentence."""
    if request.method == "POST":
        return lock_for(sar, refusal, by=request.user)
    if sentence := refusal(sar):
        raise Refused(sentence)
    return sar


def refused(request, sar, sentence):
    """Back to the report with a sentence; what somebody typed meanwhile is given back, to be copied."""
    messages.error(request, str(sentence))
    typed = typed_texts(request.POST)
    if not typed:
        return redirect(sar)
    return render(request, "schools/sar_closed.html", {"sar": sar, "typed": typed}, status=409)


@method_decorator([READ_WRITE, requires(Verb.RATE_SAR), transaction.atomic], "dispatch")
class WritePage(View):
    """One screen of a report. A subclass makes the form, saves it and says what stands beside it."""

    template_name = ""

    def dispatch(self, request, pk, **kwargs):
        self.sar = own_sar(request, pk)
        self.find(**kwargs)
        if first := self.comes_first():
            return first
        try:
            self.sar = opened(request, self.sar, writing_refusal)
        except Refused as error:
            return refused(request, self.sar, error)
        return super().dispatch(request)

    def find(self):
        """Finds what the address names, or raises Http404."""

    def comes_first(self):
        """A redirect to what has to be done before this screen, or None."""

    def get(self, request):
        typing = unsaved.find(request.user, request.path)
        form = self.get_form(typing and typing.data)
        return self.page(as_typed(form) if typing else form, typing)

    def post(self, request):
        form = self.get_form(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        if form.has_changed():
            self.save(form)
        unsaved.forget(request.user, request.path)
        messages.success(request, _("Saved."))
        return redirect(next_screen(self.sar, request.path) if "next" in request.POST else request.path)

    def is_overtaken(self, form, typing):
        """Whether somebody saved what this page writes on after the typing began."""
        return typing.is_older_than(form.instance)

    def page(self, form, typing=None, status=200):
        context = {
            "sar": self.sar,
            "form": form,
            "screens": screens(self.sar),
            "to_mend": words_to_mend(self.sar),
            "remarks": self._remarks_here(),
            "unsaved": typing,
            "unsaved_is_stale": typing and self.is_overtaken(form, typing),
        }
        return render(self.request, self.template_name, context | self.beside(form), status=status)

    def _remarks_here(self):
        """What the office asked to mend on this very screen."""
        shown = remarks_of(self.sar, self.request.user)
        return [item for item in shown if item.mend_url.split("#")[0] == self.request.path]

    def beside(self, form):
        return {}


class WordsPage(WritePage):
    """A screen with words of the report itself."""

    form_class = None

    def get_form(self, data):
        return self.form_class(data, instance=self.sar)

    def is_overtaken(self, form, typing):
        return form.was_overtaken
