"""`{% load documents %}`: for PDF templates. Digits follow the option of the document; None is shown as nothing."""

from datetime import datetime
from urllib.parse import quote

from django import template
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from qa_portal.core import thai
from qa_portal.core.documents import charts, digits
from qa_portal.core.letterhead import head_of, signature_of

register = template.Library()

BLANK = SafeString('<span class="blank"></span>')


@register.filter
def thai_digits(value):
    """The value in the digits of the document: ๑๒๓ if it asks for Thai ones, else as it is."""
    return "" if value is None else digits.in_document_digits(value)


@register.filter
def baht(value):
    return "" if value is None else thai.format_baht(value, thai_digits=digits.thai_digits())


@register.filter
def baht_text(value):
    """The amount in words: หนึ่งร้อยบาทถ้วน."""
    return "" if value is None else thai.baht_text(value)


@register.filter(expects_localtime=True)
def be_date(value):
    return _date(value, "short")


@register.filter(expects_localtime=True)
def be_long(value):
    return _date(value, "long")


@register.filter(expects_localtime=True)
def be_full(value):
    return _date(value, "full")


def _date(value, style):
    return "" if value is None else thai.format_date(value, style=style, thai_digits=digits.thai_digits())


@register.filter
def blank_line(value):
    """The value, or a dotted line to write on where nobody has answered; "-" and "ไม่มี" are answers and stay."""
    return BLANK if value in (None, "") else conditional_escape(value)


@register.simple_tag
def tick(on):
    """A tick box. The rebuilt Sarabun holds both signs, so they are text that can be searched and read aloud."""
    return format_html('<span class="tick">{}</span>', "☑" if on else "☐")


@register.simple_tag(takes_context=True)
def pdf_attachment(context, key):
    """The address of a file handed to render_pdf, or "" if there is none under this key."""
    key = str(key)
    return f"attachment:{quote(key, safe='')}" if key in context["document"]["files"] else ""


@register.inclusion_tag("documents/letterhead.html", takes_context=True)
def office_head(context, district):
    """What a paper of the office begins with: its logo, name and address, as its letterhead says today."""
    head = head_of(district)
    return {"document": context["document"], "name": head.office, "address": head.address, "contact": head.contact}


@register.inclusion_tag("documents/signature.html")
def office_signature(district, role, day=None):
    """Who signs for the office on that day (None: today), dated where the day is given."""
    name, lines = signature_of(district, timezone.localdate(day) if isinstance(day, datetime) else day)
    return {"role": role, "name": thai_digits(name), "position": thai_digits("\n".join(lines)), "date": day}


@register.inclusion_tag("documents/difference.html")
def difference(stated, computed):
    """A note where the stated figure is not the computed one; nothing where they agree or one is not known."""
    known = stated is not None and computed is not None
    return {"stated": stated, "computed": computed, "gap": computed - stated if known else None}


# Charts, in the language and digits of the document; pages may use them as well.


@register.simple_tag
def bar_chart(rows, **options):
    return charts.bar_chart(rows, thai_digits=digits.thai_digits(), **options)


@register.simple_tag
def stacked_bar(rows, **options):
    return charts.stacked_bar(rows, thai_digits=digits.thai_digits(), **options)


@register.simple_tag
def column_chart(rows, **options):
    return charts.column_chart(rows, thai_digits=digits.thai_digits(), **options)


@register.simple_tag
def coverage(done, total, **options):
    return charts.coverage(done, total, thai_digits=digits.thai_digits(), **options)
