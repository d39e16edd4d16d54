from django.urls import reverse

from supervision.forms.recheck import RecheckForm
from supervision.services.photos import add_photo
from supervision.services.rechecks import save_recheck
from supervision.views.record import PartForm


class RechecksEdit(PartForm):
    """The first page of a record: what is open of earlier visits, before anything new is written."""

    form_class = RecheckForm
    template_name = "supervision/visit_rechecks.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"visit": self.object}

    def form_valid(self, form):
        for target, verdict, note, photo, has_consent in form.given():
            row = save_recheck(self.object, target, verdict=verdict, note=note)
            if photo:
                add_photo(
                    self.object,
                    upload=photo,
                    caption=str(row)[:300],
                    has_consent=has_consent,
                    recheck=row,
                    by=self.request.user,
                )
        return super().form_valid(form)

    def get_success_url(self):
        return reverse("supervision:visit_facts", args=[self.object.pk])
