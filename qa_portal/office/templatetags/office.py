from django import template

from qa_portal.core.documents import charts, digits

register = template.Library()

KINDS = {"bar_chart": charts.bar_chart, "stacked_bar": charts.stacked_bar, "column_chart": charts.column_chart}


@register.simple_tag
def draw(chart):
    """The picture of a reports.tables.Chart, in the digits of the page or document that shows it."""
    return KINDS[chart.kind](chart.rows, thai_digits=digits.thai_digits(), **chart.options)
