"""`{% load project_pages %}`: figures and findings of a project, on its page and in its document."""

from dataclasses import dataclass

from django import forms, template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from projects.checks import money as money_checks
from projects.checks import plan as plan_checks
from projects.reports import account
from projects.reports import desks as desk_reports
from qa_portal.core import thai
from qa_portal.core.documents import digits
from qa_portal.core.templatetags.portal import be_date, escaped, icon, state_badge

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


@register.filter
def cell(field):
    """A field with label, errors and help as crispy draws it, but several times as fast: a table of 300 rows has
    thousands."""
    is_tick = isinstance(field.field.widget, forms.CheckboxInput)
    style = "form-check-input" if is_tick else "form-select" if hasattr(field.field, "choices") else "form-control"
    parts = {
        "id": field.auto_id,
        "label": field.label,
        "star": _STAR if field.field.required else "",
        "widget": field.as_widget(attrs={"class": f"{style} is-invalid" if field.errors else style}),
        "errors": format_html_join("", '<p class="invalid-feedback" id="{}">{}</p>', _error_lines(field)),
        "help": format_html('<div class="form-text" id="{}_helptext">{}</div>', field.auto_id, field.help_text)
        if field.help_text
        else "",
    }
    return format_html(
        '<div id="div_{id}" class="mb-3"><label for="{id}" class="form-label">{label}{star}</label>'
        "{widget}{errors}{help}</div>",
        **parts,
    )


_STAR = mark_safe('<span class="asteriskField">*</span>')


def _error_lines(field):
    """The first line has the id that the widget's aria-describedby names."""
    for place, sentence in enumerate(field.errors):
        yield f"{field.auto_id}_error{place or ''}", sentence


@register.inclusion_tag("projects/parts/remarks.html", takes_context=True)
def section_remarks(context, remarks, part, page_parts, may_settle):
    """The remarks ({section: rows}) that stand at a part of the page: at the first that shows their section."""
    shown = [item["key"] for item in page_parts]
    rows = desk_reports.remarks_by_part(remarks, shown).get(part, ())
    return {"rows": rows, "may_settle": may_settle, "csrf_token": context["csrf_token"]}


@register.simple_tag
def doing_rows(board):
    """The rows of the table of activities, drawn here as those of a list. `board`: projects.services.doing.Board."""
    heads = _("Activity"), _("State"), _("Period"), _("Last report"), _("People who took part")
    cells = [f'<td data-label="{escaped(head)}">' for head in heads]
    cells[-1] = cells[-1].replace(">", ' class="number">')
    return mark_safe("".join(_doing_row(board, activity, cells) for activity in board.activities))


def _doing_row(board, activity, cells):
    name = escaped(activity)
    shown = (
        f'<a href="{activity.get_absolute_url()}">{name}</a>',
        state_badge(activity),
        f"<span>{escaped(activity.period_text or '–')}</span>",
        f"<span>{be_date(activity.reported_on)}</span>",
        f"<span>{activity.people_count or '–'}</span>",
    )
    told = "".join(f"{cell}{content}</td>" for cell, content in zip(cells, shown, strict=True))
    return f'<tr>{told}<td class="d-print-none">{_report_button(board, activity, name)}</td></tr>'


def _report_button(board, activity, name):
    if activity.pk not in board.reportable:
        return ""
    address, words = reverse("projects:activity_report_add", args=[activity.pk]), escaped(_("Report"))
    beside = f'{icon("journal-plus")} {words}<span class="visually-hidden"> {name}</span>'
    return f'<a class="btn btn-primary btn-touch text-nowrap" href="{address}">{beside}</a>'


FINDING_ICONS = {"difference": "exclamation-triangle-fill", "warning": "exclamation-circle"}


@register.simple_tag
def findings(found, where):
    """What does not add up in the row with the id `where`. `found`: projects.checks.budget.Budget.by_where. Drawn here:
    a page asks for each of its rows, and most have nothing."""
    return mark_safe("".join(map(_finding, found.get(where, ()))))


@register.simple_tag
def plan_findings(found, activity):
    """What is odd about the plan of an activity (projects.checks.plan)."""
    return findings(found, plan_checks.where(activity))


def _finding(finding):
    return format_html(
        '<p class="finding finding-{}">{} {}</p>',
        finding.level,
        icon(FINDING_ICONS.get(finding.level, "info-circle")),
        finding.sentence,
    )


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


@register.simple_tag
def quarters_of(budget):
    """What each quarter needs and what arrives in it; [] where nothing names a time."""
    return money_checks.quarters_of_budget(budget)


@register.simple_tag
def moves_of(transfer):
    """The rows of a transfer with what each line has before and after."""
    return list(account.moves(transfer))
