from django.urls import path

from .views import annual, dashboard, rows

app_name = "office"
urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("districts/", dashboard.DistrictList.as_view(), name="district_list"),
    path("districts/<int:district>/", dashboard.district_dashboard, name="district_dashboard"),
    path("districts/<int:district>/schools/", rows.SchoolRows.as_view(), name="school_rows"),
    path("districts/<int:district>/sars/", rows.SarRows.as_view(), name="sar_rows"),
    path("districts/<int:district>/ratings/", rows.RatingRows.as_view(), name="rating_rows"),
    path("districts/<int:district>/projects/", rows.ProjectRows.as_view(), name="project_rows"),
    path("districts/<int:district>/activities/", rows.ActivityRows.as_view(), name="activity_rows"),
    path("districts/<int:district>/results/", rows.ResultRows.as_view(), name="result_rows"),
    path("districts/<int:district>/spending/", rows.ExpenseRows.as_view(), name="expense_rows"),
    path("districts/<int:district>/visits/", rows.VisitRows.as_view(), name="visit_rows"),
    path("districts/<int:district>/actions/", rows.ActionRows.as_view(), name="action_rows"),
    path("districts/<int:district>/annual/<int:fiscal>/", annual.annual_report, name="annual_report"),
    path("districts/<int:district>/annual/<int:fiscal>/pdf/", annual.annual_report_pdf, name="annual_report_pdf"),
    path("districts/<int:district>/annual/<int:fiscal>/xlsx/", annual.annual_report_xlsx, name="annual_report_xlsx"),
]
