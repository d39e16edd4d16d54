from django.urls import path

from . import annual_urls, letter_urls, manual_urls, own_urls
from .views import (
    annual,
    attention,
    claims,
    dashboard,
    desk,
    external,
    practice,
    publications,
    rows,
    school_sheet,
    supervision_book,
    synthesis,
    themes,
)

app_name = "office"
urlpatterns = [
    *annual_urls.urlpatterns,
    *own_urls.urlpatterns,
    *manual_urls.urlpatterns,
    *letter_urls.urlpatterns,
    path("", dashboard.dashboard, name="dashboard"),
    path("desk/", desk.desk, name="desk"),
    path("attention/", attention.attention_list, name="attention_list"),
    path("attention/weights/", attention.attention_weights, name="attention_weights"),
    *(
        path(f"attention/{kind}/<int:pk>/", attention.attention_word, {"kind": kind}, name=f"attention_{kind}")
        for kind in ("school", "project")
    ),
    path("supervision-report/", supervision_book.supervision_book, name="supervision_book"),
    path("districts/", dashboard.DistrictList.as_view(), name="district_list"),
    path("districts/<int:district>/", dashboard.district_dashboard, name="district_dashboard"),
    path("districts/<int:district>/areas/<slug:area>/", dashboard.dashboard_area, name="dashboard_area"),
    path("districts/<int:district>/map/", dashboard.dashboard_map, name="dashboard_map"),
    path("districts/<int:district>/schools/", rows.SchoolRows.as_view(), name="school_rows"),
    path("districts/<int:district>/sars/", rows.SarRows.as_view(), name="sar_rows"),
    path("districts/<int:district>/practices/", rows.PracticeRows.as_view(), name="practice_rows"),
    path("districts/<int:district>/ratings/", rows.RatingRows.as_view(), name="rating_rows"),
    path("districts/<int:district>/items/", rows.ItemRows.as_view(), name="item_rows"),
    path("districts/<int:district>/projects/", rows.ProjectRows.as_view(), name="project_rows"),
    path("districts/<int:district>/activities/", rows.ActivityRows.as_view(), name="activity_rows"),
    path("districts/<int:district>/results/", rows.ResultRows.as_view(), name="result_rows"),
    path("districts/<int:district>/spending/", rows.ExpenseRows.as_view(), name="expense_rows"),
    path("districts/<int:district>/visits/", rows.VisitRows.as_view(), name="visit_rows"),
    path("districts/<int:district>/actions/", rows.ActionRows.as_view(), name="action_rows"),
    path("districts/<int:district>/board/", rows.BoardRows.as_view(), name="board_rows"),
    path("districts/<int:district>/attendances/", rows.AttendanceRows.as_view(), name="attendance_rows"),
    path("districts/<int:district>/external-results/", rows.ExternalRows.as_view(), name="external_rows"),
    path("districts/<int:district>/claims/", claims.ClaimRows.as_view(), name="claim_rows"),
    path("schools/<int:pk>/sheet.pdf", school_sheet.school_sheet, name="school_sheet"),
    path("schools/<int:pk>/claims/", claims.school_claims, name="school_claims"),
    path("districts/<int:district>/annual/<int:fiscal>/", annual.annual_report, name="annual_report"),
    path("districts/<int:district>/annual/<int:fiscal>/pdf/", annual.annual_report_pdf, name="annual_report_pdf"),
    path("districts/<int:district>/annual/<int:fiscal>/xlsx/", annual.annual_report_xlsx, name="annual_report_xlsx"),
    path("external/", external.external_home, name="external_home"),
    path("external/<int:pk>/", external.external_results, name="external_results"),
    path("synthesis/", synthesis.synthesis_home, name="synthesis_home"),
    path("synthesis/<int:year>/", synthesis.synthesis_nation, name="synthesis_nation"),
    path("districts/<int:district>/synthesis/<int:year>/", synthesis.synthesis, name="synthesis"),
    path("districts/<int:district>/synthesis/<int:year>/begin/", synthesis.synthesis_begin, name="synthesis_begin"),
    path("districts/<int:district>/synthesis/<int:year>/moves/", synthesis.MoveRows.as_view(), name="move_rows"),
    path(
        "districts/<int:district>/synthesis/<int:year>/items/<slug:level>/",
        synthesis.synthesis_items,
        name="synthesis_items",
    ),
    path("districts/<int:district>/synthesis/<int:year>/chapters/", synthesis.chapter_list, name="chapter_list"),
    path(
        "districts/<int:district>/synthesis/<int:year>/chapters/<slug:key>/",
        synthesis.ChapterEdit.as_view(),
        name="chapter_edit",
    ),
    path("districts/<int:district>/synthesis/<int:year>/themes/", themes.theme_list, name="theme_list"),
    path(
        "districts/<int:district>/synthesis/<int:year>/sentences/<slug:side>/",
        themes.sentence_list,
        name="sentence_list",
    ),
    path(
        "districts/<int:district>/synthesis/<int:year>/publish/",
        publications.synthesis_publish,
        name="synthesis_publish",
    ),
    *(
        path(
            f"districts/<int:district>/synthesis/<int:year>/{kind}/",
            synthesis.synthesis_file,
            {"kind": kind},
            name=f"synthesis_{kind}",
        )
        for kind in ("pdf", "docx", "xlsx")
    ),
    path("themes/<int:pk>/", themes.theme_edit, name="theme_edit"),
    path("sentences/<int:pk>/remove/", themes.quote_remove, name="quote_remove"),
    path("practice/", practice.practice, name="practice"),
    path("publications/", publications.publication_list, name="publication_list"),
    path("publications/<int:pk>/", publications.publication, name="publication"),
    path("publications/<int:pk>/files/<slug:kind>/", publications.publication_file, name="publication_file"),
    path("publications/<int:pk>/withdraw/", publications.publication_withdraw, name="publication_withdraw"),
]
