"""The month's page, and a person's own calendar feed (ICS)."""

from calendar import Calendar
from datetime import date, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qa_portal.core.pages import READ_WRITE, requires
from qa_portal.core.roles import Verb
from qa_portal.core.thai import format_month
from supervision.filters.by_visit import supervisors
from supervision.filters.calendar import CalendarFilter
from supervision.models import CalendarFeed, Holiday, Visit
from supervision.reports.calendar import MINE, OFFICE, TEAM, Asked, entries
from supervision.reports.ics import calendar_text
from supervision.reports.team_weeks import weeks_of
from supervision.services.feeds import new_key

BACK, AHEAD = timedelta(days=90), timedelta(days=400)


@require_safe
@requires(Verb.VIEW_DASHBOARD)
def month(request):
    """`?month=2026-11`, `?whose=mine|office|team`, and the filter's fields. Mine and the office's are a grid on wide
    screens and a list of days on phones; the team's has a row for each supervisor, week by week."""
    first = _asked_month(request.GET.get("month", ""))
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    asking = CalendarFilter(request.GET, queryset=Visit.objects.none(), request=request)
    asked = _asked(request, asking)
    found = entries(request.user, weeks[0][0], weeks[-1][-1], asked)
    holidays = dict(Holiday.objects.of(request.user.district_id).values_list("day", "name"))
    context = {
        "today": timezone.localdate(),
        "name": format_month(first, "long"),
        "here": f"{first:%Y-%m}",
        "before": f"{first - timedelta(days=1):%Y-%m}",
        "after": f"{first + timedelta(days=32):%Y-%m}",
        "whose": asked.whose,
        "filter": asking,
        "is_filtered": any((asked.supervisor, asked.item, asked.network)),
        "count": len(found),
    }
    shown = _of_team(asking, asked, found, weeks, holidays) if asked.whose == TEAM else _of_days(found, weeks, first)
    return render(request, "supervision/calendar_month.html", context | shown)


def _asked(request, asking):
    whose = request.GET.get("whose")
    said = asking.form.cleaned_data if asking.is_valid() else {}
    chosen = {name: said[name].pk for name in ("supervisor", "item", "network") if said.get(name)}
    return Asked(whose if whose in (OFFICE, TEAM) else MINE, **chosen)


def _of_days(found, weeks, first):
    by_day = {}
    for entry in found:
        by_day.setdefault(entry.day, []).append(entry)
    days = [(day, by_day.get(day, []), day.month == first.month) for week in weeks for day in week]
    return {"days": days, "weekdays": WEEKDAYS.values()}


def _of_team(asking, asked, found, weeks, holidays):
    people = supervisors(asking.request)
    people = people.filter(pk=asked.supervisor) if asked.supervisor else people
    return {"weeks": weeks_of(list(people), found, weeks, holidays)}


def _asked_month(text):
    """The first day of "2026-11"; of the present month where nothing readable is asked for."""
    try:
        year, number = map(int, text.split("-"))
        return date(year, number, 1) if 1900 < year < 2200 else timezone.localdate().replace(day=1)
    except ValueError:
        return timezone.localdate().replace(day=1)


@READ_WRITE
@requires(Verb.VIEW_DASHBOARD)
def calendar_address(request):
    """The address for the calendar of a phone; a new one makes the old one dead."""
    if request.method == "POST":
        new_key(request.user)
        messages.success(request, _("The new address is made. The old one no longer works."))
        return redirect("supervision:calendar_address")
    feed = CalendarFeed.objects.filter(user=request.user).first()
    address = request.build_absolute_uri(reverse("supervision:calendar_feed", args=[feed.key])) if feed else ""
    return render(request, "supervision/calendar_address.html", {"address": address})


@login_not_required
@require_safe
def calendar_feed(request, key):
    """Who has the key has the calendar: that person's own visits, events and meetings only."""
    feed = get_object_or_404(CalendarFeed.objects.select_related("user__district"), key=key, user__is_active=True)
    today = timezone.localdate()
    with translation.override("th"):
        found = entries(feed.user, today - BACK, today + AHEAD)
        text = calendar_text(_("My supervision"), found, host=f"{request.scheme}://{request.get_host()}")
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="supervision.ics"'
    response["Cache-Control"] = "private, no-store"
    return response
