"""The register of letters with the assessors' agency."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qa_portal.core.workflow import Refused
from supervision.models import Correspondence

FACTS = ("direction", "counterpart", "number", "dated", "subject", "text", "school", "assessment", "reply_to")


def same_letter(letter):
    """The letter of the register that says the same in every word: a form that was sent twice. None where there is
    none."""
    facts = {name: getattr(letter, name) for name in FACTS}
    return Correspondence.objects.filter(district=letter.district_id, **facts).first()


@transaction.atomic
def settle_letter(letter, *, how, by):
    """No answer is waited for any more. Raises Refused where none is."""
    locked = Correspondence.objects.select_for_update().get(pk=letter.pk)
    if not Correspondence.objects.waiting().filter(pk=locked.pk).exists():
        raise Refused(_("No answer is waited for."))
    locked.settled_at, locked.settled_by, locked.settled_how = timezone.now(), by, how
    locked.save(by=by)
    return locked


def chain_of(letter):
    """The first letter and all that answer it, directly or one after another, oldest first."""
    first = letter
    while first.reply_to_id:
        first = first.reply_to
    found, layer = [first.pk], [first.pk]
    while layer:
        layer = list(Correspondence.objects.filter(reply_to__in=layer).values_list("pk", flat=True))
        found += layer
    return Correspondence.objects.filter(pk__in=found).with_wait().order_by("dated", "pk")
