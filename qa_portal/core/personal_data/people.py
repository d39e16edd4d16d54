"""What an administrator does for one person: giving out all that the portal holds of them, erasing them, turning off a
lost second factor. Each asks for a reason and leaves a PersonAct."""

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from qa_portal.core import jobs
from qa_portal.core.models import Act, ApiToken, PersonAct, Upload, User
from qa_portal.core.notices.sentences import told
from qa_portal.core.services import notify
from qa_portal.core.workflow import Refused

SECOND_FACTOR_OFF = told(
    gettext_lazy(
        "%(by)s turned off the second factor of your sign-in. Please turn it on anew, or tell them if it was not your "
        "wish."
    )
)
PACKED = "person_data"  # the kind of job that packs what is given out
SIGN_INS = (AccessLog, AccessAttempt, AccessFailureLog)
# What they did in the back office stays; unfinished uploads go with their parts of a file.
NOT_THEIRS = (LogEntry, Upload)


def is_erased(person):
    return PersonAct.objects.filter(person=person, act=Act.ERASE).exists()


@transaction.atomic
def export_person(person, *, reason, by):
    """The job that packs the person's data for the administrator. Refused for who belongs to no office: what is made
    is a file of one."""
    if person.district is None:
        raise Refused(_("This person belongs to no office: please write one down in the back office first."))
    label = _("All data of %(person)s") % {"person": person}
    job = jobs.start(PACKED, label=label, params={"person": person.pk}, by=by, district=person.district)
    _record(person, Act.EXPORT, reason, by)
    return job


@transaction.atomic
def turn_off_second_factor(person, *, reason, by):
    """For who lost both the device and the recovery codes. Refused where there is none."""
    if not Authenticator.objects.filter(user=person).delete()[0]:
        raise Refused(_("This person has no second factor."))
    _record(person, Act.SECOND_FACTOR, reason, by)
    notify([person], SECOND_FACTOR_OFF, {"by": by}, "/notices/")


@transaction.atomic
def erase_person(person, *, reason, by):
    """The account is closed, name and contacts are gone from it and from its history, and what was the person's own is
    deleted, with the packed data that still lie in the portal. The office's records stay, under "ผู้ใช้ที่ลบแล้ว n"
    where they name the account. Refused for oneself, for who is erased already, and while data are being packed."""
    person = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if person.pk == by.pk:
        raise Refused(_("Nobody erases themselves: please ask another administrator."))
    if is_erased(person):
        raise Refused(_("This person is erased already."))
    _forget_sign_ins(person)
    _drop_own_rows(person)
    jobs.forget(PACKED, person=person.pk)
    ApiToken.objects.filter(owner=person, revoked_at=None).update(revoked_at=timezone.now(), revoked_by=by)
    _rename(person)
    _record(person, Act.ERASE, reason, by)


def sign_ins_of(person):
    """What django-axes wrote of their sign-ins, table by table."""
    names = {person.username, person.username.casefold(), person.email}
    return [model.objects.filter(username__in=names).order_by("pk") for model in SIGN_INS]


def _forget_sign_ins(person):
    Session.objects.filter(signed_in__user=person).delete()
    for rows in sign_ins_of(person):
        rows.delete()


def _drop_own_rows(person):
    """What hangs on the account alone: its model says so by CASCADE."""
    for relation in User._meta.related_objects:
        if relation.on_delete is models.CASCADE and relation.related_model not in NOT_THEIRS:
            relation.related_model._base_manager.filter(**{relation.field.name: person}).delete()


def _rename(person):
    with override("th"):
        name = {"username": f"erased-{person.pk}", "first_name": _("Erased user"), "last_name": str(person.pk)}
    blank = name | {"email": "", "phone": "", "position": ""}
    for field, value in blank.items():
        setattr(person, field, value)
    person.is_active = person.wants_mail = False
    person.set_unusable_password()  # ends every session
    person.save()
    person.groups.clear()
    person.history.update(**blank)
    of_users = ContentType.objects.get_for_model(get_user_model())
    LogEntry.objects.filter(content_type=of_users, object_id=str(person.pk)).update(object_repr=str(person))


def _record(person, act, reason, by):
    return PersonAct.objects.create(person=person, act=act, reason=reason, done_by=by)
