"""What went wrong with a second factor: on record beside wrong passwords, and told to its holder."""

from datetime import timedelta

from axes.models import AccessFailureLog
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from qa_portal.core.models import Notice
from qa_portal.core.notices.sentences import must_act
from qa_portal.core.services import notify

TOLD_FROM = 3  # wrong codes within an hour
HOUR = timedelta(hours=1)
REUSED = must_act(
    gettext_lazy(
        "A code of your second factor that had been used already was typed once more, and refused. If that was not "
        "you, somebody may have seen your code and knows your password: please change it."
    )
)
WRONG = must_act(
    gettext_lazy(
        "Several wrong codes of your second factor were typed within an hour, behind your right password. If that was "
        "not you, please change your password."
    )
)


def of_failure(person, *, address, path, is_reused):
    """Put the failure on record; tell the person of a code that came again, or of several wrong ones, once an hour."""
    AccessFailureLog.objects.create(username=person.username.casefold(), ip_address=address, path_info=path)
    if is_reused:
        _tell_hourly(person, REUSED, reverse("account_change_password"))
    elif _failures(person, path) >= TOLD_FROM:
        _tell_hourly(person, WRONG, reverse("core:signed_in_list"))


def _failures(person, path):
    since = timezone.now() - HOUR
    rows = AccessFailureLog.objects.filter(username=person.username.casefold(), path_info=path)
    return rows.filter(attempt_time__gt=since).count()


def _tell_hourly(person, sentence, url):
    if not Notice.objects.filter(recipient=person, url=url, created_at__gt=timezone.now() - HOUR).exists():
        notify([person], sentence, {}, url)
