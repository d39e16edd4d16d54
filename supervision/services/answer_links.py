"""Links by which a school without an account does one thing once (F37).

The address is signed and says what it is for; the row says until when, and whether it was used or taken back. What is
done by it goes through the same services as when somebody signs in, under the name that the person typed."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from qa_portal.core.workflow import Refused
from supervision.models import AnswerLink, LinkHolder, OwedBy
from supervision.services.actions import settle_action
from supervision.services.visits import acknowledge_visit

SIGNER = signing.Signer(salt="answer-link", sep=".")
VISIT, ACTION = "v", "a"


def link_token(link):
    return SIGNER.sign((VISIT if link.visit_id else ACTION) + link.key.hex)


def link_url(link):
    """The whole address, for a QR code or a message."""
    return settings.SITE_URL + reverse("answer:answer", args=[link_token(link)])


def link_of(token):
    """The AnswerLink of an address, whatever became of it; None where the portal never gave such an address."""
    try:
        said = SIGNER.unsign(token)
        key = uuid.UUID(said[1:])
    except (signing.BadSignature, ValueError):
        return None
    related = ("visit__school__district", "action__visit__school__district", "action__finding")
    link = AnswerLink.objects.filter(key=key).select_related(*related).first()
    return link if link and link_token(link) == token else None


def why_not(link):
    """The sentence that says why the link can no longer be used; "" while it can."""
    if link.used_at:
        return _("This link has been used. It works once; thank you for the answer.")
    if link.revoked_at:
        return _("The area office has taken this link back.")
    if link.expires_at <= timezone.now():
        return _("This link has expired. Please ask the area office for a new one.")
    if not can_be_answered(link.about):
        return _("This has been answered already, so the link is no longer needed.")
    return ""


def can_be_answered(row):
    """Whether a visit still waits for the school's answer, or a promise of the school for its being done."""
    if hasattr(row, "owed_by"):
        return row.is_open and row.owed_by == OwedBy.SCHOOL and row.visit.is_sent
    return row.is_unanswered


def make_link(about, *, sent_to, days, by):
    """A link to answer the report of a visit, or one promise."""
    kind = "action" if hasattr(about, "owed_by") else "visit"
    until = timezone.now() + timedelta(days=days)
    return AnswerLink.objects.create(**{kind: about}, sent_to=sent_to, expires_at=until, made_by=by)


def count_opening(link):
    AnswerLink.objects.filter(pk=link.pk).update(opened_count=F("opened_count") + 1, last_opened_at=timezone.now())


@transaction.atomic
def revoke_link(link):
    """Take the link back; one that was used or taken back before stays as it is."""
    link = AnswerLink.objects.select_for_update().get(pk=link.pk)
    if not (link.used_at or link.revoked_at):
        link.revoked_at = timezone.now()
        link.save()
    return link


@transaction.atomic
def answer_by_link(link, *, name, note, replies=None, upload=None):
    """Do what the link is for. Refused where it can no longer be used: twice at once, the second is refused."""
    link = AnswerLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    refusal = why_not(link)
    if refusal:
        raise Refused(refusal)
    by = _holder(link, name)
    if link.visit_id:
        acknowledge_visit(link.visit, answer=note, replies=replies or {}, by=by)
    else:
        settle_action(link.action, "finish", note=note, upload=upload, by=by)
    link.used_at, link.used_name = timezone.now(), name
    link.save()
    return link


def _holder(link, name):
    district = link.of.school.district
    facts = {"district": district, "is_active": False, "wants_mail": False, "first_name": _("Answered by a link")}
    holder, is_new = LinkHolder.objects.get_or_create(username=f"link-{district.pk}", defaults=facts)
    if is_new:
        holder.set_unusable_password()
        holder.save()
    holder.link, holder.typed_name = link, name
    return holder
