"""Where a school writes the parts of its report beside the standards (B4)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qa_portal.core.pages import requires
from qa_portal.core.roles import Verb
from schools.checks.test_results import doubts
from schools.forms.sar_parts import ConclusionForm, DataForm, SummaryForm
from schools.models import SarState
from schools.reports.evidence import evidence_of, linked
from schools.reports.sar import answers, beside, own_answers
from schools.reports.sar_data import has_tests, years
from schools.reports.sar_history import words_to_mend
from schools.reports.sar_screens import next_screen, screens
from schools.services.evidence import place_key
from schools.services.test_results import means_before, results_of, save_results
from schools.services.writing import save_summary, writing_refusal

from .sar import own_sar
from .sar_writing import WordsPage


class DataPage(WordsPage):
    """Part 1: the school's situation, its figures, the national tests of its grades."""

    template_name = "schools/sar_data.html"

    def get_form(self, data):
        self.results = results_of(self.sar.school, self.sar.academic_year) if has_tests(self.sar) else []
        return DataForm(data, instance=self.sar, results=self.results)

    def save(self, form):
        save_summary(form.save(commit=False))
        save_results(self.sar.school, form.typed_results(), by=self.request.user)

    def beside(self, form):
        school, year = self.sar.school, self.sar.academic_year
        means, found = means_before(school, year), {}
        stored = results_of(school, year) if has_tests(self.sar) else []
        for row, sentence in doubts(school, year, stored):
            found.setdefault((row.test, row.grade, row.subject), []).append(sentence)
        keyed = [(row, fields, (row.test, row.grade, row.subject)) for row, fields in form.test_rows()]
        before = self.sar.previous()
        return {
            "years": years(self.sar),
            "tests": [(row, fields, means.get(key), found.get(key, [])) for row, fields, key in keyed],
            "text_before": before.overview if before else "",
        }


class LastPage(WordsPage):
    """A screen that looks back on the standards, so that these have to be begun."""

    def comes_first(self):
        if self.sar.state != SarState.EXPECTED:
            return None
        messages.info(self.request, _("Begin with the first standard: the summary comes last."))
        return redirect("schools:sar_standard", self.sar.pk, 1)

    def save(self, form):
        save_summary(form.save(commit=False))

    def beside(self, form):
        report = beside(self.sar)
        previous = self.sar.previous()
        texts = [(field, previous and getattr(previous, field.name)) for field in self.words(form)]
        rows = [*answers(self.sar, report), *own_answers(self.sar, report)]
        return {"answers": rows, "before": report.before, "texts": texts}


class SummaryPage(LastPage):
    """The executive summary, and the level of the whole."""

    template_name = "schools/sar_summary.html"
    form_class = SummaryForm

    def words(self, form):
        return [form["executive_summary"]]


class ConclusionPage(LastPage):
    """Part 3: the way forward and the help wanted, with what each standard says of them."""

    template_name = "schools/sar_conclusion.html"
    form_class = ConclusionForm

    def words(self, form):
        return [form["way_forward"], form["help_wanted"]]


@require_safe
@requires(Verb.RATE_SAR)
def sar_appendix(request, pk):
    """Part 4: the evidence that belongs to no standard, and the list of all evidence by number."""
    sar = own_sar(request, pk)
    found = evidence_of(sar)
    numbers = {shown.evidence.pk: shown.number for shown in found.all}
    links = linked([shown.evidence for shown in found.all], request.user, numbers)
    in_appendix = {shown.evidence.pk for shown in found.appendix}
    context = {
        "sar": sar,
        "screens": screens(sar),
        "links": links,
        "appendix": [link for link in links if link.evidence.pk in in_appendix],
        "place": place_key("appendix", sar.pk),
        "refusal": writing_refusal(sar),
        "to_mend": words_to_mend(sar),
        "next_url": next_screen(sar, request.path),
    }
    return render(request, "schools/sar_appendix.html", context)
