from django.urls import include, path

from bench.floor import floor

urlpatterns = [path("bench/floor/", floor, name="bench_floor"), path("", include("qa_portal.urls"))]

handler403 = "qa_portal.core.views.forbidden"
handler404 = "qa_portal.core.views.not_found"
