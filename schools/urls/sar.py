from django.urls import path, register_converter
from django.urls.converters import SlugConverter

from schools.views import board, cycle, review, sar, sar_papers, sar_parts, sar_standard


class BoardStepConverter(SlugConverter):
    """The steps of a report that the board, or the head in its name, takes on a page of their own."""

    regex = "approve_by_board|record_approval|return_by_board"


register_converter(BoardStepConverter, "board_step")

urlpatterns = [
    path("cycles/", cycle.CycleList.as_view(), name="cycle_list"),
    path("cycles/new/", cycle.CycleAdd.as_view(), name="cycle_add"),
    path("cycles/<int:pk>/", cycle.cycle_detail, name="cycle_detail"),
    path("cycles/<int:pk>/edit/", cycle.CycleEdit.as_view(), name="cycle_edit"),
    path("cycles/<int:pk>/refresh/", cycle.cycle_refresh, name="cycle_refresh"),
    path("cycles/<int:pk>/<slug:transition>/", cycle.CycleTransition.as_view(), name="cycle_transition"),
    path("sars/", sar.SarList.as_view(), name="sar_list"),
    path("sars/remind/", sar.sar_remind, name="sar_remind"),
    path("sars/<int:pk>/", sar.sar_detail, name="sar_detail"),
    path("sars/<int:pk>/standard/<int:number>/", sar_standard.StandardPage.as_view(), name="sar_standard"),
    path("sars/<int:pk>/own/<int:number>/", sar_standard.OwnStandardPage.as_view(), name="sar_own_standard"),
    path("sars/<int:pk>/data/", sar_parts.DataPage.as_view(), name="sar_data"),
    path("sars/<int:pk>/conclusion/", sar_parts.ConclusionPage.as_view(), name="sar_conclusion"),
    path("sars/<int:pk>/appendix/", sar_parts.sar_appendix, name="sar_appendix"),
    path("sars/<int:pk>/summary/", sar_parts.SummaryPage.as_view(), name="sar_summary"),
    path("sars/<int:pk>/files/", sar_papers.sar_files, name="sar_files"),
    path("sars/<int:pk>/files/make/", sar_papers.sar_make_pdf, name="sar_make_pdf"),
    path("sars/<int:pk>/files/<int:number>/", sar_papers.sar_file, name="sar_file"),
    path("sars/<int:pk>/files/<int:number>/picture/", sar_papers.sar_file_picture, name="sar_file_picture"),
    path("sars/<int:pk>/board/", board.sar_board, name="sar_board"),
    path("sars/<int:pk>/minutes/<int:approval>/", board.sar_minutes, name="sar_minutes"),
    path("sars/<int:pk>/extend/", sar.sar_extend, name="sar_extend"),
    path("sars/<int:pk>/pdf/", sar.sar_pdf, name="sar_pdf"),
    path("sars/<int:pk>/docx/", sar.sar_docx, name="sar_docx"),
    path("sars/<int:pk>/<board_step:transition>/", board.BoardDecision.as_view(), name="sar_board_decision"),
    path("sars/<int:pk>/<slug:transition>/", review.SarTransition.as_view(), name="sar_transition"),
]
