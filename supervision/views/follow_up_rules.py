from django.core.exceptions import PermissionDenied
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import UpdateView

from qa_portal.core.history import entries_of
from qa_portal.core.models import District
from qa_portal.core.pages import Edit
from qa_portal.core.roles import Verb
from supervision.forms.follow_up_rules import FollowUpRulesForm
from supervision.models import FollowUpRules


class FollowUpRulesEdit(Edit, UpdateView):
    """The one row of one's own office; it is made when somebody first says otherwise than what holds everywhere."""

    model = FollowUpRules
    verb = Verb.MANAGE_VISITS
    form_class = FollowUpRulesForm
    template_name = "supervision/follow_up_rules.html"
    success_url = reverse_lazy("supervision:follow_up_rules")
    saved_message = _("Saved. From now on it is done so; reminders that went out are not sent again.")

    def get_object(self, queryset=None):
        district = self.request.user.district_id
        if district is None:
            raise PermissionDenied
        if self.request.method == "POST":  # two people who begin it do it one after the other
            District.objects.select_for_update().get(pk=district)
        return FollowUpRules.objects.of(district)

    def get_context_data(self, **kwargs):
        entries = entries_of(self.object) if self.object.pk else []
        back = reverse("supervision:action_list")
        return super().get_context_data(**kwargs) | {"entries": entries, "back_url": back}
