"""`{% load project_pages %}`: figures and findings of a project, on its page and in its document."""

from dataclasses import dataclass

from django import template

from qa_portal.core import thai
from qa_portal.core.documents import digits

register = template.Library()


@register.filter
def amount(value):
    """A figure in baht; a text ("-", "ไม่มี") and a blank stay what they are."""
    return thai.format_baht(value) if _is_figure(value) else (value or "")


@register.filter
def document_amount(value):
    """As `amount`, in the digits of the document."""
    if _is_figure(value):
        return thai.format_baht(value, thai_digits=digits.thai_digits())
    return digits.in_document_digits(value or "")


def _is_figure(value):
    return value is not None and not isinstance(value, str)


@register.inclusion_tag("projects/findings.html")
def findings(found, where):
    """What does not add up in the row with the id `where`. `found`: projects.checks.Budget.by_where."""
    return {"findings": found.get(where, ())}


@dataclass(frozen=True)
class FormError:
    sentence: str
    anchor: str = ""


@register.simple_tag
def errors_of(form, tables):
    """Every error of a section's page in the order of the page."""
    errors = list(_errors(form))
    for table in tables:
        if getattr(table, "is_bound", False):
            errors += [FormError(sentence) for sentence in table.non_form_errors()]
        for row in table.forms:
            errors += _errors(row)
    return errors


def _errors(form):
    for name, sentences in form.errors.items():
        field = form[name] if name in form.fields else None
        for sentence in sentences:
            label = f"{field.label}: {sentence}" if field else sentence
            yield FormError(label, field.id_for_label if field else "")
