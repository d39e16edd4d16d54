"""When a notice leaves over a channel: at once, with the day's or the week's digest, or not at all; never in the quiet
hours of its reader."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from qa_portal.core.models import Channel, NoticeChoice, NoticeProfile, Pace

from .kinds import KINDS

DIGEST_AT = time(7)
MONDAY = 0
# LINE has a monthly quota for the whole office: by itself it brings what asks for an act, and no more.
DEFAULTS = {
    (Channel.MAIL, True): Pace.INSTANT,
    (Channel.MAIL, False): Pace.DAILY,
    (Channel.LINE, True): Pace.INSTANT,
    (Channel.LINE, False): Pace.OFF,
}


def profiles_of(people):
    """{person's key: NoticeProfile}, also of those who have never chosen anything."""
    stored = {row.user_id: row for row in NoticeProfile.objects.filter(user__in=people)}
    return {person.pk: stored.get(person.pk) or NoticeProfile(user=person) for person in people}


def choices_of(people, kinds):
    """{(person's key, kind, channel): pace}, the chosen ones and the defaults."""
    found = {
        (person.pk, kind, channel): DEFAULTS[channel, KINDS[kind].asks]
        for person in people
        for kind in kinds
        for channel in Channel
    }
    rows = NoticeChoice.objects.filter(user__in=people, kind__in=kinds)
    return found | {(row.user_id, row.kind, row.channel): Pace(row.pace) for row in rows}


def leaves_at(pace, profile, now):
    """The moment at which something told now may leave."""
    if pace == Pace.INSTANT:
        return after_quiet(now, profile)
    return after_quiet(_next_digest(now, weekly=pace == Pace.WEEKLY), profile)


def _next_digest(now, *, weekly):
    local = timezone.localtime(now)
    day = local.date() + timedelta(days=0 if local.time() < DIGEST_AT else 1)
    if weekly:
        day += timedelta(days=(MONDAY - day.weekday()) % 7)
    return timezone.make_aware(datetime.combine(day, DIGEST_AT))


def after_quiet(moment, profile):
    """The moment itself, or the end of the quiet hours in which it falls."""
    local = timezone.localtime(moment)
    if not is_quiet(local.time(), profile.quiet_from, profile.quiet_until):
        return moment
    day = local.date() + timedelta(days=0 if local.time() < profile.quiet_until else 1)
    return timezone.make_aware(datetime.combine(day, profile.quiet_until))


def is_quiet(clock, start, end):
    """Whether the clock shows quiet hours, which may go over midnight; none where both ends are the same."""
    if start <= end:
        return start <= clock < end
    return clock >= start or clock < end
