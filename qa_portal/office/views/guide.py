"""The user guides: whoever is signed in may read all of them; one's own come first."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from qa_portal.office.reports.guides import PICTURES, READERS, guide_of, guides_for


@require_safe
def guide_list(request):
    own, others = guides_for(request.user.role_names)
    return render(request, "office/guide_list.html", {"own": own, "others": others})


@require_safe
def guide(request, slug):
    if slug not in READERS:
        raise Http404
    return render(request, "office/guide.html", {"guide": guide_of(slug)})


@require_safe
@cache_control(private=True, max_age=3600)
def guide_picture(request, name):
    """`name` is a slug, so that it leads nowhere else."""
    path = PICTURES / f"{name}.png"
    if not path.is_file():
        raise Http404
    return HttpResponse(path.read_bytes(), content_type="image/png")
