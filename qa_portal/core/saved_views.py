"""A person's own views of the lists: saved under a name, renamed, deleted. Nobody else sees them."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core.forms import PortalForm
from qa_portal.core.models import SavedView
from qa_portal.core.pages import ListPage, view_query

LONGEST = SavedView._meta.get_field("query").max_length


class NameForm(PortalForm):
    """The name of a view; `taken` are those of the person's other views of the list."""

    name = forms.CharField(label=gettext_lazy("Name of the view"), max_length=100)

    def __init__(self, *args, taken=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.taken = set(taken)

    def clean_name(self):
        if self.cleaned_data["name"] in self.taken:
            raise ValidationError(_("You have a view of this name already. Please choose another one."))
        return self.cleaned_data["name"]


def saved_view_add(request):
    """Keep the filters in `query` of the list at `path`. The same name takes the place of what it meant before."""
    path, query = request.GET.get("path", ""), view_query(QueryDict(request.GET.get("query", "")))
    page = list_at(path)
    if page is None or not query or len(query) > LONGEST:
        messages.error(request, _("Only the filters of a list can be saved as a view."))
        return redirect("core:saved_view_list")
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        SavedView.objects.update_or_create(
            user=request.user, path=path, name=form.cleaned_data["name"], defaults={"query": query}
        )
        messages.success(request, _("The view is saved. You find it above the list."))
        return redirect(f"{path}?{query}")
    context = {"form": form, "list_name": page.sheet_name, "back_url": f"{path}?{query}"}
    return render(request, "core/saved_view_add.html", context, status=422 if form.errors else 200)


def list_at(path):
    """The ListPage at an address; None for any other page."""
    try:
        page = getattr(resolve(path).func, "view_class", None)
    except Resolver404:
        return None
    return page if page and issubclass(page, ListPage) else None


def saved_view_list(request):
    views = [view for view in SavedView.objects.filter(user=request.user) if list_at(view.path)]
    for view in views:
        view.list_name = list_at(view.path).sheet_name
    return render(request, "core/saved_view_list.html", {"views": views})


def saved_view_edit(request, pk):
    view = get_object_or_404(SavedView, pk=pk, user=request.user)
    others = SavedView.objects.filter(user=request.user, path=view.path).exclude(pk=pk)
    form = NameForm(request.POST or None, initial={"name": view.name}, taken=others.values_list("name", flat=True))
    if request.method == "POST" and form.is_valid():
        view.name = form.cleaned_data["name"]
        view.save()
        messages.success(request, _("Saved."))
        return redirect("core:saved_view_list")
    return render(
        request, "core/saved_view_edit.html", {"form": form, "view": view}, status=422 if form.errors else 200
    )


def saved_view_delete(request, pk):
    view = get_object_or_404(SavedView, pk=pk, user=request.user)
    if request.method == "POST":
        view.delete()
        messages.success(request, _("The view “%(name)s” is deleted. Its list is as it was.") % {"name": view.name})
        return redirect("core:saved_view_list")
    return render(request, "core/saved_view_delete.html", {"view": view})
