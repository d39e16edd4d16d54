"""For everybody, without signing in: whether a copy of an annual book is the current one. Nothing of the book is
said but its title, its number and its day."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from qa_portal.office.forms.annual_book import CopyForm
from qa_portal.office.models import Publication
from qa_portal.office.services.annual_publishing import typed_code


@login_not_required
@require_safe
def public_copy_search(request):
    """A code typed as it stands on the cover, and the digest beside it."""
    form = CopyForm(request.GET or None)
    if form.is_valid():
        address = reverse("public:copy", args=[typed_code(form.cleaned_data["code"])])
        digest = form.cleaned_data["digest"]
        return redirect(f"{address}?{urlencode({'digest': digest})}" if digest else address)
    return render(request, "public/copy_search.html", {"form": form})


@login_not_required
@require_safe
def public_copy(request, code):
    """What the copy of this code is; 404 where none has it."""
    rows = Publication.objects.exclude(code="").select_related("district")
    row = rows.filter(code=typed_code(code)).first()
    digest = request.GET.get("digest", "").strip().upper()
    context = {"code": typed_code(code), "publication": row, "digest": digest}
    if row:
        context |= {"newest": row.newest, "is_other": bool(digest) and digest != row.digest}
    return render(request, "public/copy.html", context, status=200 if row else 404)
