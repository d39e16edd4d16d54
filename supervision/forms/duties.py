"""Areas of duty, which duty is about which of them, and a change of who has it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.models import Project
from qa_portal.core.forms import BEDateField, ManyField, PortalForm
from schools.models import Network, School
from supervision.forms.kept import KeptForm
from supervision.models import DutyTopic, OrderChange
from supervision.services.duty_topics import named_in_words
from supervision.services.people import TEAM, people_in


class DutyTopicForm(KeptForm):
    class Meta:
        model = DutyTopic
        fields = ["group", "name", "text", "network", "school", "project", "is_active"]
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}
        help_texts = {
            "group": _("Such as the learning areas, the centres, the networks, the special projects."),
            "is_active": _("Untick to retire it: it keeps its history and is no gap any more."),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        offered = {
            "network": Network.objects.visible_to(user),
            "school": School.objects.visible_to(user).order_by("name_sort"),
            "project": Project.objects.visible_to(user),
        }
        for name, rows in offered.items():
            self.fields[name].queryset = rows
            self.fields[name].empty_label = _("None")

    def clean(self):
        cleaned = super().clean()
        typed = {"group": cleaned.get("group", ""), "name": cleaned.get("name")}
        rows = DutyTopic.objects.filter(district=self.instance.district_id, **typed)
        if typed["name"] and rows.exclude(pk=self.instance.pk).exists():
            self.add_error("name", _("There is an area of this name in this group already."))
        return cleaned


class TopicsForm(PortalForm):
    """What one duty is about. What its words name is ticked as long as nobody has said."""

    topics = ManyField(
        label=_("Areas of duty"), queryset=DutyTopic.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, duty, topics, **kwargs):
        self.duty = duty
        chosen = list(duty.topics.all())
        self.proposed = [] if chosen else named_in_words(duty, topics)
        offered = [topic for topic in topics if topic.is_active or topic in chosen]
        initial = {"topics": [topic.pk for topic in chosen or self.proposed]}
        self.chosen_names = ", ".join(topic.name for topic in chosen or self.proposed)
        super().__init__(*args, initial=initial, prefix=f"duty-{duty.pk}", **kwargs)
        self.fields["topics"].queryset = DutyTopic.objects.filter(pk__in=[topic.pk for topic in offered])
        self.fields["topics"].choices = _grouped(offered)


def _grouped(topics):
    groups = {}
    for topic in topics:
        groups.setdefault(topic.group or _("Other"), []).append((topic.pk, topic.name))
    return list(groups.items())


class WordsForm(PortalForm):
    with_words = forms.BooleanField(
        label=_("Put the ready words of what is newly ticked into the duty"), required=False, initial=False
    )


class OrderChangeForm(KeptForm):
    ends_on = BEDateField(label=_("Last day of the duty"))

    class Meta:
        model = OrderChange
        fields = ["duty", "ends_on", "user", "name", "person_position", "reason"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 4})}
        labels = {"duty": _("Duty that ends"), "name": _("Name, if not a person of the portal")}
        help_texts = {"user": _("From the day after. Nobody: the duty ends without a successor, and shows as a gap.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        order = self.instance.order
        self.fields["duty"].queryset = order.duties.filter(until=None).select_related("user")
        self.fields["user"].queryset = people_in(order.district, TEAM)
        self.fields["user"].empty_label = _("Nobody of the portal")

    def clean_duty(self):
        duty = self.cleaned_data["duty"]
        if duty.changes.waiting().exists():
            raise forms.ValidationError(_("A change of this duty is on its way already."))
        return duty

    def clean(self):
        cleaned = super().clean()
        duty, ends_on = cleaned.get("duty"), cleaned.get("ends_on")
        if duty and ends_on and duty.first_day and ends_on < duty.first_day:
            self.add_error("ends_on", _("This is before the first day of the duty."))
        if cleaned.get("user") and cleaned.get("user") == getattr(duty, "user", None):
            self.add_error("user", _("This person has the duty already."))
        return cleaned
