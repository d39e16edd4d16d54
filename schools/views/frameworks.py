"""The standards as pages: read by everybody, kept by those who manage cycles while nobody uses them."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import CreateView, UpdateView

from qa_portal.core.history import entries_of
from qa_portal.core.pages import READ_WRITE, Edit, ListPage, requires
from qa_portal.core.roles import Verb
from schools.filters.framework import FrameworkFilter
from schools.forms.framework import CopyForm, FrameworkForm, MatchForm
from schools.lists.frameworks import FRAMEWORK_COLUMNS
from schools.models import Framework
from schools.services.frameworks import fill_copy, frozen_sentence, new_version
from schools.services.mapping import is_matched, items_of, matches_between, save_matches, suggest, unmatched


class FrameworkList(ListPage):
    model = Framework
    verb = Verb.VIEW_SARS
    filterset_class = FrameworkFilter
    columns = FRAMEWORK_COLUMNS
    sheet_name = gettext_lazy("Standards")
    template_name = "schools/framework_list.html"

    @property
    def queryset(self):
        return Framework.objects.select_related("district").annotate(item_count=Count("standards__indicators"))


def visible_framework(request, pk):
    return get_object_or_404(Framework.objects.visible_to(request.user).select_related("district"), pk=pk)


@require_safe
@requires(Verb.VIEW_SARS)
def framework_detail(request, pk):
    """Levels, standards and items as they are read, and the versions before and after."""
    framework = visible_framework(request, pk)
    versions = Framework.objects.visible_to(request.user).versions_of(framework)
    is_keeper = Framework.objects.editable_by(request.user).filter(pk=pk).exists()
    context = {
        "framework": framework,
        "levels": framework.levels.all(),
        "standards": framework.standards.prefetch_related("indicators"),
        "versions": _versions(framework, versions),
        "is_keeper": is_keeper,
        "frozen": frozen_sentence() if framework.is_used else "",
        "entries": entries_of(framework) if is_keeper else [],
    }
    return render(request, "schools/framework_detail.html", context)


def _versions(framework, versions):
    """(version, whether it is older, whether it was matched with this one)."""
    rows = []
    for version in versions:
        is_older = (version.in_force_from, version.year) <= (framework.in_force_from, framework.year)
        pair = (version, framework) if is_older else (framework, version)
        rows.append((version, is_older, version != framework and is_matched(*pair)))
    return rows


class FrameworkAdd(Edit, CreateView):
    model = Framework
    form_class = FrameworkForm
    verb = Verb.MANAGE_CYCLES
    template_name = "schools/framework_form.html"
    extra_context = {"back_url": reverse_lazy("schools:framework_list")}
    saved_message = gettext_lazy("The head is saved. Now bring in its levels, standards and items from Excel.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": Framework(district=self.request.user.district)}


class FrameworkCopy(FrameworkAdd):
    """A new version with all that the older one has."""

    form_class = CopyForm
    saved_message = gettext_lazy("The new version has all of the older one. Change it, then match the two.")

    @cached_property
    def source(self):
        return visible_framework(self.request, self.kwargs["pk"])

    def get_form_kwargs(self):
        copy = new_version(self.source, district=self.request.user.district)
        return super().get_form_kwargs() | {"instance": copy}

    def form_valid(self, form):
        fill_copy(form.instance, self.source)
        messages.success(self.request, self.saved_message)
        return redirect(form.instance)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "source": self.source,
            "back_url": self.source.get_absolute_url(),
        }


class FrameworkEdit(Edit, UpdateView):
    model = Framework
    form_class = FrameworkForm
    verb = Verb.MANAGE_CYCLES
    template_name = "schools/framework_form.html"

    def dispatch(self, request, *args, **kwargs):
        """What is in use is refused with the sentence why."""
        if request.user.can(self.verb):
            framework = get_object_or_404(Framework.objects.editable_by(request.user), pk=kwargs["pk"])
            if framework.is_used:
                messages.error(request, frozen_sentence())
                return redirect(framework)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"back_url": self.object.get_absolute_url()}


@READ_WRITE
@requires(Verb.MANAGE_CYCLES)
def framework_match(request, pk, older):
    """Which older standards, items and levels the newer ones continue: suggested, confirmed by a person (F16)."""
    newer = get_object_or_404(Framework.objects.editable_by(request.user), pk=pk)
    before = get_object_or_404(Framework.objects.visible_to(request.user).versions_of(newer).exclude(pk=pk), pk=older)
    confirmed = matches_between(before, newer)
    shown = confirmed or suggest(before, newer)
    form = MatchForm(request.POST or None, older=_parts(before), newer=_parts(newer), matches=shown)
    if form.is_valid():
        save_matches(before, newer, form.matches(), by=request.user)
        messages.success(request, _("Matched. Last year's levels are now carried over by these matches."))
        return redirect("schools:framework_match", pk, older)
    left, fresh = unmatched(before, newer, shown)
    context = {"newer": newer, "older": before, "form": form, "is_confirmed": bool(confirmed)}
    return render(request, "schools/framework_match.html", context | {"left": left, "fresh": fresh})


def _parts(framework):
    return {"standards": framework.standards.all(), "items": items_of(framework), "levels": framework.levels.all()}
