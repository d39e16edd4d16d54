from functools import lru_cache
from html import escape

from crispy_forms.templatetags.crispy_forms_filters import as_crispy_field
from django import template
from django.conf import settings
from django.forms import NumberInput
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext

from qa_portal.core import thai, workflow
from qa_portal.core.roles import Verb

register = template.Library()


@lru_cache(maxsize=200)
def icon_svg(name):
    """The drawing of one Bootstrap icon, from the files that script/bootstrap puts into build/icons."""
    svg = (settings.BUILD_DIR / "icons" / f"{name}.svg").read_text()
    return svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)


def escaped(value):
    """Django's conditional_escape without its care for lazy results, which a list pays for a thousand times."""
    return value.__html__() if hasattr(value, "__html__") else escape(str(value))


@register.simple_tag
def icon(name):
    """An icon beside a word: hidden from screen readers, which read the word."""
    return mark_safe(icon_svg(name))


@register.simple_tag
def badge(word, colour, icon_name):
    return mark_safe(f'<span class="badge state-{colour}">{icon(icon_name)} {escaped(word)}</span>')


@register.simple_tag
def state_badge(obj):
    """The row's state as word + colour + icon; a row without a workflow says its `standing` itself."""
    standing = getattr(obj, "standing", None)
    if standing:
        return badge(*standing)
    return _state_badge(type(obj), obj.state, get_language())


@lru_cache(maxsize=500)
def _state_badge(model, state, language):
    """A list draws the same few badges for all its rows."""
    look = workflow.MACHINES[model].looks[state]
    return badge(dict(model._meta.get_field("state").flatchoices)[state], look.colour, look.icon)


@register.filter
def be_date(value, style="short"):
    """A date in the Buddhist era: "21 พ.ย. 2569"; styles short, long, full."""
    if not value:
        return "–"
    if hasattr(value, "hour"):
        value = timezone.localtime(value).date()
    return thai.format_date(value, style)


@register.filter
def be_datetime(value):
    if not value:
        return "–"
    local = timezone.localtime(value)
    return f"{thai.format_date(local.date())} {local:%H:%M}"


@register.filter
def baht(value):
    return "–" if value is None else thai.format_baht(value)


@register.filter
def file_size(stored):
    size = stored.size / 1024
    return f"{size:,.0f} KB" if size < 1024 else f"{size / 1024:,.1f} MB"


@register.filter
def can(user, verb):
    """{% if user|can:"plan_visit" %}: whether the user's roles have the verb."""
    return user.is_authenticated and user.can(Verb(verb))


@register.filter
def shown(column, row):
    return column.shown(row)


@register.simple_tag(takes_context=True)
def table_head(context, columns, sort):
    """The headers of a list. A column that has an order sorts by it; asked again, the other way round."""
    return mark_safe("".join(_header(context["request"], column, sort) for column in columns))


def _header(request, column, sort):
    is_up, is_down = (bool(column.order) and sort == sign + column.key for sign in ("", "-"))
    text = escaped(column.header)
    if column.order:
        query = request.GET.copy()
        query.pop("page", None)
        query["sort"] = f"-{column.key}" if is_up else column.key
        arrow = " ▲" if is_up else " ▼" if is_down else ""
        address = escaped(f"{request.path}?{query.urlencode()}")
        text = f'<a href="{address}">{text}{arrow}</a>'
    direction = ' aria-sort="ascending"' if is_up else ' aria-sort="descending"' if is_down else ""
    breadth = f' class="{_breadth(column)}"' if _breadth(column) else ""
    return f'<th scope="col"{breadth}{direction}>{text}</th>'


def _breadth(column):
    """How much room a column of a table asks for, from the width that it has in the sheet."""
    if column.is_numeric:
        return "number"
    if column.kind in ("date", "state"):
        return column.kind
    return "long" if column.width >= 34 else "medium" if column.width >= 20 or column.look else ""


@register.simple_tag
def table_rows(columns, rows, ticked_by=""):
    """The body rows of a list or table, drawn here: cell by cell in a template they take ten times as long. With the
    id of a form in `ticked_by`, each row begins with a box that ticks it for that form."""
    openings = [(column, _cell_opening(column)) for column in columns]
    if not ticked_by:
        return mark_safe("".join(_table_row(openings, row) for row in rows))
    words = escaped(gettext("Tick: %(row)s") % {"row": "\0"}).split("\0")
    box = f'<label><input type="checkbox" class="form-check-input" name="row" form="{ticked_by}" value='
    return mark_safe("".join(_ticked_row(openings, row, box, words) for row in rows))


def _ticked_row(openings, row, box, words):
    """The box stands in the first cell, which on a phone is the head of the card."""
    (first, opening), *others = openings
    tick = f'{box}"{row.pk}" aria-label="{escaped(row).join(words)}"></label>'
    head = f'{opening}<span class="ticked">{tick}{_cell_content(first, row)}</span></td>'
    return f"<tr>{head}{''.join(f'{start}{_cell_content(column, row)}</td>' for column, start in others)}</tr>"


def _cell_opening(column):
    kind = "number" if column.is_numeric else "date" if column.kind == "date" else ""
    css_class = f' class="{kind}"' if kind else ""
    return f'<td data-label="{escaped(column.header)}"{css_class}>'


def _table_row(openings, row):
    cells = (f"{opening}{_cell_content(column, row)}</td>" for column, opening in openings)
    return f"<tr>{''.join(cells)}</tr>"


def _cell_content(column, row):
    if column.kind == "state":
        return state_badge(row)
    text = badge(*column.look(row)) if column.look else escaped(column.shown(row))
    link = column.link(row) if column.link else ""
    return f'<a href="{escaped(link)}">{text}</a>' if link else f"<span>{text}</span>"


@register.filter
def hidden_field(field):
    """A hidden field of a filter, as it draws itself, without a template of its own."""
    return mark_safe(_plain_widget(field, {}))


FIELD_CLASSES = {"select": "form-select", "text": "form-control", "number": "form-control"}


@register.filter
def filter_field(field):
    """A field of a filter with its label. Plain ones are drawn here; crispy-forms takes ten times as long over them
    and draws what is more than plain: a mistake, a help text, other widgets."""
    css_class = FIELD_CLASSES.get(getattr(field.field.widget, "input_type", ""))
    if css_class is None or field.errors or field.help_text:
        return as_crispy_field(field)
    if css_class != "form-select" or hasattr(field.field, "queryset"):
        return _labelled(field, css_class)
    widget, attrs = field.field.widget, field.build_widget_attrs({})
    place = field.html_name, field.auto_id, field.label, type(widget)
    key = repr((get_language(), *place, field.value(), attrs, widget.attrs, list(widget.choices)))
    if key not in drawn_selects:
        if len(drawn_selects) >= MOST_DRAWN:
            drawn_selects.clear()
        drawn_selects[key] = _labelled(field, css_class)
    return drawn_selects[key]


MOST_DRAWN = 500
drawn_selects = {}
"""Lists offer the same choices again and again: all that one depends on, and how it is drawn."""


def _labelled(field, css_class):
    widget = _plain_widget(field, {"class": css_class})
    label = f'<label for="{field.id_for_label}" class="form-label">{escaped(field.label)}</label>'
    return mark_safe(f'<div class="mb-3">{label}{widget}</div>')


def _plain_widget(field, attrs):
    """What `field.as_widget(attrs)` gives for a select or an input of one value; a number has a template of its own."""
    if isinstance(field.field.widget, NumberInput):
        return field.as_widget(attrs=attrs)
    attrs = field.build_widget_attrs(attrs) | {"id": field.auto_id}
    drawn = field.field.widget.get_context(field.html_name, field.value(), attrs)["widget"]
    name, others = escaped(drawn["name"]), flatatt(drawn["attrs"])
    if "optgroups" in drawn:
        return f'<select name="{name}"{others}>{options(drawn["optgroups"])}</select>'
    value = "" if drawn["value"] is None else f' value="{escaped(drawn["value"])}"'
    return f'<input type="{drawn["type"]}" name="{name}"{value}{others}>'


@register.simple_tag
def options(optgroups):
    """The options of a <select>, from the `optgroups` of its widget."""
    return mark_safe("".join(_optgroup(name, choices) for name, choices, _index in optgroups))


def _optgroup(name, choices):
    inner = "".join(_option(choice) for choice in choices)
    return f'<optgroup label="{escaped(name)}">{inner}</optgroup>' if name else inner


def _option(choice):
    attributes = flatatt(choice["attrs"]) if choice["attrs"] else ""
    return f'<option value="{escaped(str(choice["value"]))}"{attributes}>{escaped(choice["label"])}</option>'


@register.simple_tag
def workflow_steps(obj, user):
    return [step for step in workflow.steps(obj, user) if step.is_offered]
