from django.urls import path, re_path

from qa_portal.core.pages import TransitionPage
from supervision.models import Instrument
from supervision.views import instrument_builder, instrument_papers, instrument_sheets, instruments

urlpatterns = [
    path("instruments/", instruments.InstrumentList.as_view(), name="instrument_list"),
    path("instruments/new/", instruments.InstrumentAdd.as_view(), name="instrument_add"),
    path("instruments/import/", instrument_sheets.InstrumentUpload.as_view(), name="instrument_upload"),
    path("instruments/import/<int:file>/", instrument_sheets.instrument_import, name="instrument_import"),
    path("instruments/<int:pk>/", instruments.instrument_detail, name="instrument_detail"),
    path("instruments/<int:pk>/edit/", instruments.InstrumentEdit.as_view(), name="instrument_edit"),
    path("instruments/<int:pk>/copy/", instruments.instrument_copy, name="instrument_copy"),
    path("instruments/<int:pk>/delete/", instruments.instrument_delete, name="instrument_delete"),
    path("instruments/<int:pk>/preview/", instruments.instrument_preview, name="instrument_preview"),
    path("instruments/<int:pk>/xlsx/", instrument_sheets.instrument_xlsx, name="instrument_xlsx"),
    path("instruments/<int:pk>/form.pdf", instrument_papers.instrument_pdf, name="instrument_pdf"),
    path("instruments/<int:pk>/form.docx", instrument_papers.instrument_docx, name="instrument_docx"),
    path("instruments/<int:pk>/scale/", instrument_builder.instrument_scale, name="instrument_scale"),
    path(
        "instruments/<int:pk>/sections/new/", instrument_builder.instrument_section_add, name="instrument_section_add"
    ),
    path(
        "instruments/<int:pk>/sections/<int:section>/",
        instrument_builder.instrument_section,
        name="instrument_section",
    ),
    path(
        "instruments/<int:pk>/sections/<int:section>/new/",
        instrument_builder.instrument_item_add,
        name="instrument_item_add",
    ),
    path("instruments/<int:pk>/items/<int:item>/", instrument_builder.instrument_item, name="instrument_item"),
    re_path(
        r"^instruments/(?P<pk>[0-9]+)/(?P<what>section|item)/(?P<row>[0-9]+)/(?P<act>up|down|double|remove)/$",
        instrument_builder.instrument_move,
        name="instrument_move",
    ),
    path(
        "instruments/<int:pk>/<slug:transition>/",
        TransitionPage.as_view(model=Instrument),
        name="instrument_transition",
    ),
]
