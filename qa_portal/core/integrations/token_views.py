"""Tokens of the API: giving them out, what they are used for, revoking them. And the description of the API."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import ListView

from qa_portal.core.models import ApiToken
from qa_portal.core.pages import READ_WRITE, Access, requires
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Refused

from . import tokens
from .forms import TokenForm
from .resources import AREAS, KINDS, RESOURCES, TEXT


class TokenList(Access, ListView):
    model = ApiToken
    verb = Verb.MANAGE_INTEGRATIONS
    paginate_by = 25
    template_name = "integrations/token_list.html"

    def get_queryset(self):
        return super().get_queryset().select_related("owner")


@READ_WRITE
@requires(Verb.MANAGE_INTEGRATIONS)
def token_add(request):
    """The page that follows the form is the only one that ever shows the token's text."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        token, secret = tokens.issue(owner=request.user, **form.cleaned_data)
        context = {"token": token, "secret": secret, "example": example_of(secret)}
        response = render(request, "integrations/token_issued.html", context)
        response["Cache-Control"] = "no-store"
        return response
    context = {"form": form, "back_url": reverse("core:token_list")}
    return render(request, "integrations/token_add.html", context, status=422 if form.errors else 200)


def example_of(secret):
    return f'curl -H "Authorization: Bearer {secret}" {settings.SITE_URL}/api/v1/schools'


def own_token(request, pk):
    return get_object_or_404(ApiToken.objects.visible_to(request.user).select_related("owner", "revoked_by"), pk=pk)


@require_safe
@requires(Verb.MANAGE_INTEGRATIONS)
def token_detail(request, pk):
    token = own_token(request, pk)
    uses = [(use, AREAS.get(use.area, use.area)) for use in tokens.uses_of(token)]
    areas = [AREAS.get(area, area) for area in token.areas]
    return render(request, "integrations/token_detail.html", {"token": token, "uses": uses, "areas": areas})


@READ_WRITE
@requires(Verb.MANAGE_INTEGRATIONS)
def token_revoke(request, pk):
    token = own_token(request, pk)
    if request.method != "POST":
        return render(request, "integrations/token_revoke.html", {"token": token})
    try:
        tokens.revoke(token, by=request.user)
        messages.success(request, _("The token is revoked: it opens nothing any more."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(token)


@login_not_required
@require_safe
def api_docs(request):
    """For those who write the other system, who have no account: it shows no data."""
    resources = [(resource, AREAS[resource.area], rows_of(resource)) for resource in RESOURCES.values()]
    return render(request, "integrations/api_docs.html", {"resources": resources, "host": request.get_host()})


def rows_of(resource):
    """[(name, kind in words, label)] of the fields of a resource."""
    kinds = {column.key: KINDS.get(column.kind, TEXT)[1] for column in resource.columns}
    return [(key, kinds.get(key, TEXT[1]), label) for key, _kind, label in resource.fields]
