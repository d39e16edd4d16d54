from django import template

register = template.Library()


@register.inclusion_tag("schools/sar_remarks_at.html", takes_context=True)
def remarks_here(context, place):
    """What was said at one place of the report, and the way to say more. Context: sar, remarks, may_remark."""
    return _said(context, context["remarks"].get(place, [])) | {"may_remark": context["may_remark"], "place": place}


@register.inclusion_tag("schools/sar_remarks_at.html", takes_context=True)
def remarks_at(context, kind, key):
    """The same for a place made of a kind and a key."""
    return remarks_here(context, f"{kind}-{key}")


@register.inclusion_tag("schools/sar_remarks_at.html", takes_context=True)
def remarks_on_pages(context):
    """What was said on pages of the PDF, page by page."""
    return _said(
        context, [row for name, rows in context["remarks"].items() if name.startswith("page-") for row in rows]
    )


def _said(context, shown):
    return {"sar": context["sar"], "csrf_token": context["csrf_token"], "shown": shown}
