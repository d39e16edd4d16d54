from django.urls import path

from schools.views import remarks, review

urlpatterns = [
    path("sars/<int:pk>/review/", review.sar_review, name="sar_review"),
    path("sars/<int:pk>/checklist/", review.sar_checklist, name="sar_checklist"),
    path("sars/<int:pk>/remarks/<slug:place>/", remarks.sar_remark_add, name="sar_remark_add"),
    path("sars/remarks/<int:pk>/edit/", remarks.sar_remark_edit, name="sar_remark_edit"),
    path("sars/remarks/<int:pk>/withdraw/", remarks.sar_remark_withdraw, name="sar_remark_withdraw"),
    path("sars/remarks/<int:pk>/settle/", remarks.sar_remark_settle, name="sar_remark_settle"),
    path("sars/remarks/<int:pk>/again/", remarks.sar_remark_again, name="sar_remark_again"),
    path("sars/remarks/<int:pk>/reply/", remarks.sar_remark_reply, name="sar_remark_reply"),
]
