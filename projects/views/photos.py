"""The photo register of a project (A2-11)."""

from django.shortcuts import get_object_or_404, render
from django.views.generic import UpdateView

from projects.forms.doing import PhotoForm
from projects.models import Project, ProjectPhoto
from qa_portal.core.pages import Edit, requires, serve_file
from qa_portal.core.roles import Verb


@requires(Verb.VIEW_PROJECTS)
def project_photos(request, pk):
    """Every photo with caption, day, place and activity; those taken out stay visible to who may put them back."""
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    rows = project.photos.select_related("file", "project", "report__activity").order_by("taken_on", "order", "pk")
    own = set(ProjectPhoto.objects.editable_by(request.user).filter(project=project).values_list("pk", flat=True))
    photos = [photo for photo in rows if not photo.is_removed]
    context = {
        "project": project,
        "photos": photos,
        "outside": [photo for photo in photos if photo.is_outside],
        "removed": [photo for photo in rows if photo.is_removed and photo.pk in own],
        "editable": own,
    }
    return render(request, "projects/project_photos.html", context)


@requires(Verb.VIEW_PROJECTS)
def project_photo(request, pk):
    rows = ProjectPhoto.objects.visible_to(request.user).select_related("file")
    return serve_file(get_object_or_404(rows, pk=pk).file, inline=True)


class PhotoEdit(Edit, UpdateView):
    verb = Verb.RUN_PROJECT
    model = ProjectPhoto
    form_class = PhotoForm
    template_name = "projects/photo_form.html"
    context_object_name = "photo"

    def get_queryset(self):
        return super().get_queryset().select_related("file", "project", "report")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"back_url": self.get_success_url()}

    def get_success_url(self):
        return self.object.report.get_absolute_url()
