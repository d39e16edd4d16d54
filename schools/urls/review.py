from django.urls import path

from schools.views import letters, readers, remarks, review, sar

urlpatterns = [
    path("sars/bulk/", sar.SarBulk.as_view(), name="sar_bulk"),
    path("sars/readings/", readers.SarReadingList.as_view(), name="sar_reading_list"),
    path("sars/readings/bulk/", readers.SarReadingBulk.as_view(), name="sar_reading_bulk"),
    path("sars/readings/<int:pk>/end/", readers.sar_reading_end, name="sar_reading_end"),
    path("sars/readers/", readers.sar_reader_plan, name="sar_reader_plan"),
    path("sars/<int:pk>/readers/", readers.sar_readers, name="sar_readers"),
    path("sars/turnaround/", readers.sar_turnaround, name="sar_turnaround"),
    path("sars/letters/", letters.sar_letters, name="sar_letters"),
    path("sars/letters/make/", letters.sar_letters_make, name="sar_letters_make"),
    path("sars/<int:pk>/letter/", letters.sar_letter, name="sar_letter"),
    path("sars/<int:pk>/letter/pdf/", letters.sar_letter_pdf, name="sar_letter_pdf"),
    path("sars/<int:pk>/letter/docx/", letters.sar_letter_docx, name="sar_letter_docx"),
    path("conflicts/", readers.ConflictList.as_view(), name="conflict_list"),
    path("conflicts/new/", readers.ConflictAdd.as_view(), name="conflict_add"),
    path("conflicts/<int:pk>/end/", readers.ConflictEnd.as_view(), name="conflict_end"),
    path("sars/<int:pk>/review/", review.sar_review, name="sar_review"),
    path("sars/<int:pk>/checklist/", review.sar_checklist, name="sar_checklist"),
    path("sars/<int:pk>/remarks/<slug:place>/", remarks.sar_remark_add, name="sar_remark_add"),
    path("sars/remarks/<int:pk>/edit/", remarks.sar_remark_edit, name="sar_remark_edit"),
    path("sars/remarks/<int:pk>/withdraw/", remarks.sar_remark_withdraw, name="sar_remark_withdraw"),
    path("sars/remarks/<int:pk>/settle/", remarks.sar_remark_settle, name="sar_remark_settle"),
    path("sars/remarks/<int:pk>/again/", remarks.sar_remark_again, name="sar_remark_again"),
    path("sars/remarks/<int:pk>/reply/", remarks.sar_remark_reply, name="sar_remark_reply"),
]
