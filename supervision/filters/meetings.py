import django_filters as filters
from django.utils.translation import gettext_lazy as _

from supervision.models import Committee, Meeting, MeetingState


class MeetingFilter(filters.FilterSet):
    committee = filters.ModelChoiceFilter(
        label=_("Committee"), queryset=lambda request: Committee.objects.visible_to(request.user)
    )
    year = filters.ChoiceFilter(label=_("Year"))
    kind = filters.ChoiceFilter(label=_("Kind"), choices=Meeting.Kind.choices)
    state = filters.ChoiceFilter(label=_("State"), choices=MeetingState.choices)

    class Meta:
        model = Meeting
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Meeting.objects.visible_to(self.request.user).order_by("-year").values_list("year", flat=True).distinct()
        self.filters["year"].extra["choices"] = [(str(year), str(year)) for year in rows]
