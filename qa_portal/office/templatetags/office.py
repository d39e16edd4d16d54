from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from qa_portal.core.documents import charts, digits
from qa_portal.core.templatetags.portal import escaped

register = template.Library()

KINDS = {"bar_chart": charts.bar_chart, "stacked_bar": charts.stacked_bar, "column_chart": charts.column_chart}


@register.simple_tag
def draw(chart):
    """The picture of a reports.tables.Chart, in the digits of the page or document that shows it."""
    return KINDS[chart.kind](chart.rows, thai_digits=digits.thai_digits(), **chart.options)


@register.filter
def has_means(trend):
    """Whether a published trend shows any mean; those with small counts behind them are hidden."""
    return any(mean is not None for row in trend for mean in row["means"])


# Tables are drawn here: cell by cell in a template they take ten times as long.


@register.simple_tag
def table_headers(columns):
    return mark_safe("".join(_header(column) for column in columns))


def _header(column):
    number = ' class="number"' if column.is_numeric else ""
    return f'<th scope="col"{number}>{escaped(column.header)}</th>'


@register.simple_tag
def ranked_items(spreads):
    """Items with their means, each of `spreads` a levels.Spread."""
    mean = escaped(gettext("mean %(mean)s"))
    return mark_safe(
        "".join(f"<li>{escaped(spread.subject)} <b>{mean % {'mean': spread.mean}}</b></li>" for spread in spreads)
    )
