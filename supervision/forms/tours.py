"""A round of visits by teams: what it is, who goes, where to, and the visits made of it."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from qa_portal.core.forms import BEDateField, MoneyField, PortalForm
from qa_portal.core.thai import format_date, normalise
from schools.forms.registry import SchoolChoices
from schools.models import School
from supervision.forms.kept import KeptForm
from supervision.forms.visit import PurposeFields
from supervision.models import Instrument, PlanItem, Tour, TourPerson
from supervision.services.people import LEADS, TEAM, people_in

MOST_TEAMS, MOST_DAYS = 40, 60


class TourForm(KeptForm):
    begins_on = BEDateField(label=_("From"))
    ends_on = BEDateField(label=_("Until"))
    daily_rate = MoneyField(label=_("Allowance a person and day (baht)"))
    team_count = forms.IntegerField(label=_("Number of teams"), min_value=1, max_value=MOST_TEAMS)
    schools = SchoolChoices(label=_("Schools to be visited"), queryset=School.objects.none())

    class Meta:
        model = Tour
        fields = ["name", "begins_on", "ends_on", "daily_rate", "plan_item", "schools"]
        help_texts = {"plan_item": _("If the round is part of the year's supervision plan.")}

    field_order = ["name", "begins_on", "ends_on", "team_count", "daily_rate", "plan_item", "schools"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        offered = School.objects.visible_to(user).open_at()
        if self.instance.pk:
            offered = School.objects.filter(
                pk__in={*offered.values_list("pk", flat=True), *self.instance.schools.values_list("pk", flat=True)}
            )
            self.fields["team_count"].initial = self.instance.teams.count()
        self.fields["schools"].offer(offered)
        if not self.instance.pk:
            self.fields["schools"].initial = list(offered.values_list("pk", flat=True))
        items = PlanItem.objects.visible_to(user).select_related("plan").order_by("-plan__fiscal_year", "position")
        self.fields["plan_item"].queryset = items

    def clean(self):
        cleaned = super().clean()
        begins_on, ends_on = cleaned.get("begins_on"), cleaned.get("ends_on")
        if begins_on and ends_on and ends_on < begins_on:
            self.add_error("ends_on", _("The last day lies before the first."))
        elif begins_on and ends_on and (ends_on - begins_on).days >= MOST_DAYS:
            self.add_error("ends_on", _("A round lasts at most %(days)s days.") % {"days": MOST_DAYS})
        return cleaned


class PeopleForm(KeptForm):
    """Who goes with which team. A person of the portal is in one team by the way the form is made; others are typed,
    one a line, and a line with the name of a person of the portal is that person."""

    class Meta:
        model = Tour
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.teams = list(self.instance.teams.with_route())
        self.people = list(people_in(self.instance.district, TEAM))
        leads = people_in(self.instance.district, LEADS)
        seats = {row.user_id: row for team in self.teams for row in team.people.all() if row.user_id}
        choices = [("", _("Does not go")), *((str(team.number), str(team)) for team in self.teams)]
        for person in self.people:
            seat = seats.get(person.pk)
            label = f"{person} · {person.position}" if person.position else str(person)
            self.fields[f"seat_{person.pk}"] = forms.ChoiceField(
                label=label, choices=choices, required=False, initial=seat and str(seat.team.number)
            )
        for team in self.teams:
            self._add_team(team, leads)

    def _add_team(self, team, leads):
        typed = [row for row in team.people.all() if not row.user_id]
        self.fields[f"lead_{team.number}"] = forms.ModelChoiceField(
            label=_("Leads the team and reports"), queryset=leads, required=False, initial=team.lead,
            empty_label=_("Nobody yet"),
        )  # fmt: skip
        self.fields[f"typed_{team.number}"] = forms.CharField(
            label=_("People without an account"), required=False, max_length=4000,
            widget=forms.Textarea(attrs={"rows": max(3, len(typed) + 1)}),
            help_text=_("One a line: name, position. A list can be pasted."),
            initial="\n".join(f"{row.name}, {row.position}".rstrip(", ") for row in typed),
        )  # fmt: skip

    def rows(self):
        """(team, lead's field, typed people's field)."""
        return [(team, self[f"lead_{team.number}"], self[f"typed_{team.number}"]) for team in self.teams]

    def person_fields(self):
        return [self[f"seat_{person.pk}"] for person in self.people]

    def clean(self):
        cleaned = super().clean()
        leading = {}
        for team in self.teams:
            lead = cleaned.get(f"lead_{team.number}")
            seat = lead and cleaned.get(f"seat_{lead.pk}")
            if lead in leading or (seat and seat != str(team.number)):
                self.add_error(f"lead_{team.number}", _("%(person)s is in another team.") % {"person": lead})
            elif lead:
                leading[lead] = team
        return cleaned

    @cached_property
    def seats(self):
        """{team: [(user or None, name, position, role)]} as services.tours.save_people takes it."""
        by_name = {person.get_full_name(): person for person in self.people}
        data = self.cleaned_data
        found = {}
        for team in self.teams:
            lead = data[f"lead_{team.number}"]
            users = [person for person in self.people if data[f"seat_{person.pk}"] == str(team.number)]
            lines = people_lines(data[f"typed_{team.number}"])
            users += [by_name[name] for name, _position in lines if name in by_name]
            users = dict.fromkeys([lead, *users] if lead else users)
            typed = dict(pair for pair in lines if pair[0] not in by_name)
            found[team] = [
                *((user, "", "", TourPerson.Role.LEAD if user == lead else TourPerson.Role.MEMBER) for user in users),
                *((None, name, position, TourPerson.Role.MEMBER) for name, position in typed.items()),
            ]
        return found


def people_lines(text):
    """[(name, position)] of a list with one person a line, parted by a comma or as a sheet's cells are pasted."""
    found = {}
    for line in text.splitlines():
        name, _comma, position = line.replace("\t", ",").partition(",")
        if normalise(name):
            found[normalise(name)[:150]] = normalise(position)[:200]
    return list(found.items())


class RouteForm(KeptForm):
    """Each school's team and day."""

    class Meta:
        model = Tour
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.teams = list(self.instance.teams.with_route())
        self.stops = {stop.school_id: stop for team in self.teams for stop in team.stops.all()}
        self.schools = list(self.instance.wanted())
        known = {school.pk for school in self.schools}
        extra = [stop.school for stop in self.stops.values() if stop.school_id not in known]
        self.schools += extra
        teams = [("", _("No team")), *((str(team.number), str(team)) for team in self.teams)]
        days = {*self.instance.dates, *(stop.planned_on for stop in self.stops.values())}
        choices = [("", "–"), *((day.isoformat(), format_date(day)) for day in sorted(days))]
        for school in self.schools:
            self._add_school(school, self.stops.get(school.pk), teams, choices)

    def _add_school(self, school, stop, teams, days):
        fixed = bool(stop and stop.visit_id)
        for name, options, initial in (
            ("team", teams, stop and str(stop.team.number)),
            ("day", days, stop and stop.planned_on.isoformat()),
        ):
            label = f"{school.name}: {_('team') if name == 'team' else _('day')}"
            self.fields[f"{name}_{school.pk}"] = forms.ChoiceField(
                label=label, choices=options, required=False, initial=initial or "", disabled=fixed
            )

    def rows(self):
        """(school, its stop or None, the team's field, the day's field)."""
        return [(row, self.stops.get(row.pk), self[f"team_{row.pk}"], self[f"day_{row.pk}"]) for row in self.schools]

    def clean(self):
        cleaned = super().clean()
        for school in self.schools:
            team, day = cleaned.get(f"team_{school.pk}"), cleaned.get(f"day_{school.pk}")
            if bool(team) != bool(day):
                missing = "day" if team else "team"
                self.add_error(
                    f"{missing}_{school.pk}", _("%(school)s: team and day go together.") % {"school": school}
                )
        return cleaned

    @property
    def places(self):
        """{school: (team, day) or None}."""
        teams = {str(team.number): team for team in self.teams}
        days = {
            day.isoformat(): day for day in (*self.instance.dates, *(stop.planned_on for stop in self.stops.values()))
        }
        data = self.cleaned_data
        return {
            row: (teams[data[f"team_{row.pk}"]], days[data[f"day_{row.pk}"]]) if data[f"team_{row.pk}"] else None
            for row in self.schools
        }


class MakeVisitsForm(PurposeFields, PortalForm):
    """What the visits are for; with things left that do not fit, that they were seen."""

    seen = forms.BooleanField(label=_("I have read what does not fit and go on all the same."))

    def __init__(self, *args, user, has_flaws, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["instrument"].queryset = Instrument.objects.visible_to(user).in_use()
        if not has_flaws:
            del self.fields["seen"]
