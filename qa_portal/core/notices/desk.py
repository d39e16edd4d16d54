"""Addresses that take no mail, at the desk of who can mend them (F42)."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core.desk import Kind, Task, list_at, register
from qa_portal.core.models import User
from qa_portal.core.roles import Verb


def _refused(user, today):
    return User.objects.of_district(user.district_id).with_refused_mail().order_by("username")


def _to_mend(person):
    why = _("Mail to %(mail)s does not arrive") % {"mail": person.email}
    return Task(_("Correct the address"), str(person), reverse("admin:core_user_change", args=[person.pk]), why)


register(
    Kind(
        "mail_refused",
        gettext_lazy("Address that takes no mail"),
        "envelope-exclamation",
        (Verb.MANAGE_DISTRICT,),
        _refused,
        _to_mend,
        list_at("admin:core_user_changelist", mail="refused"),
    )
)
