"""The booklet of a year's published good practices, made in the queue."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from qa_portal.core import jobs
from qa_portal.core.pages import READ_WRITE, requires
from qa_portal.core.roles import Verb
from qa_portal.core.thai import academic_year
from schools.forms.practices import BookForm
from schools.models import Practice


@READ_WRITE
@requires(Verb.MANAGE_PRACTICES)
def practice_book(request):
    """Asks for which year, then leads to the work of the queue."""
    form = BookForm(request.POST or None, years=_years(request.user))
    if form.is_valid():
        year = form.cleaned_data["year"]
        label = _("Booklet of good practices %(year)s") % {"year": year}
        return redirect(jobs.start("practice_book", label=label, params={"year": year}, by=request.user))
    context = {"form": form, "back_url": reverse("schools:practice_list")}
    return render(request, "schools/practice_book.html", context, status=422 if form.errors else 200)


def _years(user):
    """Those with something published, the newest first; the present one while there is none."""
    rows = Practice.objects.visible_to(user).published().order_by("-academic_year")
    return list(rows.values_list("academic_year", flat=True).distinct()) or [academic_year(timezone.localdate())]
