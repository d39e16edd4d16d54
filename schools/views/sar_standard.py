"""Where a school writes on one standard of its report, or on one that it added itself."""

from django.shortcuts import get_object_or_404

from schools.forms.sar import OwnStandardForm, StandardForm
from schools.reports.sar import answer, beside, own_answer, screen
from schools.reports.sar_history import own_standard_history, standard_history
from schools.services.writing import begin_own_section, own_section, own_standards, save_own_section, save_ratings

from .sar_writing import WritePage


class StandardPage(WritePage):
    """One standard: its items, its level with the reason, its words; last year and the targets beside them."""

    template_name = "schools/sar_standard.html"

    def find(self, number):
        self.standard = get_object_or_404(self.sar.framework.standards, number=number)

    def get_form(self, data):
        self.section, self.ratings = screen(self.sar, self.standard)
        self.levels = list(self.sar.framework.levels.all())
        return StandardForm(data, instance=self.section, levels=self.levels, ratings=self.ratings)

    def save(self, form):
        save_ratings(form.save(commit=False), form.item_levels())

    def beside(self, form):
        report = beside(self.sar)
        stored, ratings = screen(self.sar, self.standard)
        said = answer(self.sar, stored, ratings, self.levels, report)
        items = [
            {"field": form[form.item_name(item.rating)], "indicator": item.rating.indicator, "item": item}
            for item in said.items
        ]
        texts = [(field, report.before.text(self.standard.pk, field.name)) for field in form.text_fields()]
        return {
            "standard": self.standard,
            "items": items,
            "answer": said,
            "texts": texts,
            "targets": report.targets,
            "before": report.before,
            "entries": standard_history(self.section, self.ratings),
        }


class OwnStandardPage(WritePage):
    """A standard of the school's own: it has no items, and no other school has it."""

    template_name = "schools/sar_own_standard.html"

    def find(self, number):
        self.own = get_object_or_404(own_standards(self.sar), number=number)

    def get_form(self, data):
        find = begin_own_section if self.request.method == "POST" else own_section
        self.section = find(self.sar, self.own)
        return OwnStandardForm(data, instance=self.section, levels=self.own.sheet.framework.levels.all())

    def save(self, form):
        save_own_section(form.save(commit=False))

    def beside(self, form):
        report = beside(self.sar)
        previous = report.before.own_sections.get(self.own.name)
        texts = [(field, previous and getattr(previous, field.name)) for field in form.text_fields()]
        return {
            "own": self.own,
            "answer": own_answer(self.sar, own_section(self.sar, self.own), report),
            "texts": texts,
            "before": report.before,
            "entries": own_standard_history(self.section),
        }
