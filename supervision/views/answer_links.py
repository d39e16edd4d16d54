"""The links of a visit, for its team: made, shown with a QR code, taken back, and when each was opened and used."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView, View

from qa_portal.core.pages import Access, Edit
from qa_portal.core.roles import Verb
from schools.documents.certificate import qr_picture
from supervision.forms.answer_link import LinkForm, waiting_rows
from supervision.models import AnswerLink, Visit
from supervision.services.answer_links import link_url, make_link, revoke_link


class OfTeam(Access):
    """Pages of a reported visit for its team and the head of the group."""

    model = Visit
    verb = Verb.REPORT_VISIT

    def get_visit(self):
        rows = Visit.objects.visible_to(self.request.user).select_related("school__district")
        if not self.request.user.can(Verb.MANAGE_VISITS):
            rows = rows.filter(members__user=self.request.user)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_link(self, visit):
        rows = AnswerLink.objects.of_visit(visit).select_related("visit__school", "action__visit__school")
        return get_object_or_404(rows, pk=self.kwargs["link"])


class LinkList(OfTeam, Edit, FormView):
    """Edit: the visit's form is answered in one transaction."""

    form_class = LinkForm
    template_name = "supervision/link_list.html"

    def get_form_kwargs(self):
        self.visit = self.get_visit()
        return super().get_form_kwargs() | {"visit": self.visit}

    def form_valid(self, form):
        self.link = make_link(by=self.request.user, **link_facts(form.cleaned_data))
        return super().form_valid(form)

    def get_success_url(self):
        return reverse("supervision:link_detail", args=[self.visit.pk, self.link.pk])

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        links = AnswerLink.objects.of_visit(self.visit).select_related("visit__school", "action__visit", "made_by")
        return context | {"visit": self.visit, "links": links, "can_make": bool(waiting_rows(self.visit))}


def link_facts(cleaned):
    return {"about": cleaned["about"], "sent_to": cleaned["sent_to"], "days": cleaned["days"]}


class LinkDetail(OfTeam, DetailView):
    """One link with its address and QR code, to be shown, sent or printed."""

    template_name = "supervision/link_detail.html"
    context_object_name = "link"

    def get_object(self, queryset=None):
        self.visit = self.get_visit()
        return self.get_link(self.visit)

    def get_context_data(self, **kwargs):
        address = link_url(self.object)
        return super().get_context_data(**kwargs) | {
            "visit": self.visit,
            "address": address,
            "qr": qr_picture(address),
        }


class LinkRevoke(OfTeam, View):
    http_method_names = ["post", "options"]

    def post(self, request, *args, **kwargs):
        visit = self.get_visit()
        revoke_link(self.get_link(visit))
        messages.success(request, _("The link is taken back: it opens nothing any more."))
        return redirect("supervision:link_list", pk=visit.pk)
