from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import DetailView, UpdateView

from supervision.forms import PhotoCaptionForm, PhotoForm
from supervision.services.photos import add_photo
from supervision.views.record import PartForm, Record


class PhotoList(PartForm):
    """The photos, and one more with its caption: one at a time, so that nothing is lost when the line breaks."""

    form_class = PhotoForm
    template_name = "supervision/visit_photos.html"

    def form_valid(self, form):
        data = form.cleaned_data
        add_photo(
            self.object,
            upload=data["photo"],
            caption=data["caption"],
            has_consent=data["has_consent"],
            by=self.request.user,
        )
        return super().form_valid(form)

    def get_success_url(self):
        return reverse("supervision:visit_photos", args=[self.object.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"photos": self.object.photos.select_related("file")}


class PhotoEdit(Record, UpdateView):
    form_class = PhotoCaptionForm
    template_name = "supervision/photo_form.html"
    context_object_name = "photo"

    def get_object(self, queryset=None):
        self.visit = self.get_visit()
        return get_object_or_404(self.visit.photos.select_related("file"), pk=self.kwargs["photo"])

    def get_success_url(self):
        return reverse("supervision:visit_photos", args=[self.visit.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(visit=self.visit, **kwargs)


class PhotoDelete(Record, DetailView):
    template_name = "supervision/photo_delete.html"

    def get_object(self, queryset=None):
        return self.get_visit()

    def get_context_data(self, **kwargs):
        photo = get_object_or_404(self.object.photos.select_related("file"), pk=self.kwargs["photo"])
        return super().get_context_data(**kwargs) | {"photo": photo}

    @transaction.atomic
    def post(self, request, *args, **kwargs):
        visit = self.get_visit()
        get_object_or_404(visit.photos, pk=kwargs["photo"]).delete()
        messages.success(request, _("The photo is taken out of the visit."))
        return redirect(reverse("supervision:visit_photos", args=[visit.pk]))
