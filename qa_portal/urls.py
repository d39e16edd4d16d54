from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from qa_portal import api

admin.site.login = secure_admin_login(admin.site.login)

urlpatterns = [
    path("", include("qa_portal.core.urls")),
    path("accounts/", include("allauth.urls")),
    path("back-office/", admin.site.urls),
    path("schools/", include("schools.urls")),
    path("projects/", include("projects.urls")),
    path("supervision/", include("supervision.urls")),
    path("field/", include("supervision.urls.field")),
    path("answer/", include("supervision.urls.answer")),
    path("survey/", include("supervision.urls.survey_public")),
    path("office/", include("qa_portal.office.urls")),
    path("public/", include("qa_portal.office.public_urls")),
    path("api/", (api.patterns, api.app_name, api.namespace)),
    path("api/<path:rest>", api.not_an_address, name="api_not_found"),
]

handler400 = "qa_portal.core.views.bad_request"
handler403 = "qa_portal.core.views.forbidden"
handler404 = "qa_portal.core.views.not_found"
handler500 = "qa_portal.core.views.server_error"
