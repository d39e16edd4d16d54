"""Certificates (เกียรติบัตร): one sheet each, with the address where everybody can check it."""

import qrcode
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from qrcode.constants import ERROR_CORRECT_M

from qa_portal.core.documents import render_pdf
from qa_portal.core.files import PDF
from qa_portal.core.jobs import Made
from qa_portal.core.letterhead import pictures_of
from qa_portal.core.workflow import Refused
from schools.documents.award_announcement import official_day
from schools.models import Award, Honour

TEMPLATE = "schools/documents/certificate.html"
TITLE = "เกียรติบัตร"
LONG, CROWDED = 45, 260  # letters of a name, and of all words together, that ask for smaller type


def check_url(honour):
    """The public page that says what this certificate is."""
    number, year = honour.number.split("/")
    return settings.SITE_URL + reverse("public:honour_check", args=[honour.district.code, int(year), int(number)])


def qr_picture(text):
    """A QR code of the text as SVG of one path, dark squares only."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text)
    rows = code.get_matrix()
    squares = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    shape = (
        '<svg class="qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {0}"><path fill="#1c2b45" d="{1}"/></svg>'
    )
    return format_html(shape, len(rows), squares)


def certificate_context(honours):
    """For schools/documents/certificate.html: numbered honours that come with their district."""
    return {"certificates": [_certificate(honour) for honour in honours]}


def _certificate(honour):
    url = check_url(honour)
    return {
        "honour": honour,
        "day": official_day(honour.given_on),
        "is_long": len(honour.recipient) > LONG,
        "is_crowded": len(honour.recipient + honour.title + honour.reason) > CROWDED,
        "url": url,
        "qr": qr_picture(url),
    }


def certificates(honours):
    """One sheet each, as PDF bytes."""
    district = honours[0].district
    about = {"title": TITLE, "author": district.name, "thai_digits": True, "files": pictures_of(district)}
    return render_pdf(TEMPLATE, certificate_context(honours), **about)


def certificate_name(honour):
    return f"{TITLE}-{honour.number.replace('/', '-')}"


def make_certificates(job, progress):
    """job.params: {"award": key}: all certificates of an award in one PDF, in the order of their numbers."""
    award = Award.objects.visible_to(job.started_by).filter(pk=job.params["award"]).first()
    rows = Honour.objects.filter(nomination__award=award).exclude(number="") if award else Honour.objects.none()
    honours = list(rows.select_related("district").order_by("pk"))
    if not honours:
        raise Refused(_("This award has no certificates yet."))
    progress(0, len(honours))
    content = certificates(honours)
    progress(len(honours), len(honours))
    return Made(content, f"{job.label}.pdf", PDF, pages=len(honours))
