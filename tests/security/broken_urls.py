"""The portal's addresses, and one that breaks."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from qa_portal import urls

handler400, handler403, handler404 = urls.handler400, urls.handler403, urls.handler404


@login_not_required
def broken(request):
    raise RuntimeError("the secret of the house")


urlpatterns = [*urls.urlpatterns, path("broken/", broken)]
