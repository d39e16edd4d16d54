from django.urls import path

from supervision.views import gathering, issues

urlpatterns = [
    path("issues/", issues.IssueList.as_view(), name="issue_list"),
    path("issues/bulk/", issues.IssueBulk.as_view(), name="issue_bulk"),
    path("issues/pdf/", issues.issue_pdf, name="issue_pdf"),
    path("issues/new/", issues.IssueCreate.as_view(), name="issue_create"),
    path("issues/findings/", gathering.FindingPick.as_view(), name="issue_findings"),
    path("issues/findings/bulk/", gathering.FindingPickBulk.as_view(), name="issue_findings_bulk"),
    path("issues/differences/", gathering.issue_differences, name="issue_differences"),
    path("issues/<int:pk>/", issues.IssueDetail.as_view(), name="issue_detail"),
    path("issues/<int:pk>/edit/", issues.IssueEdit.as_view(), name="issue_edit"),
    path("issues/<int:pk>/drop/", issues.issue_drop, name="issue_drop"),
    path("issues/<int:pk>/restore/", issues.issue_restore, name="issue_restore"),
]
