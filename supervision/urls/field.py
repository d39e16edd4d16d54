from django.urls import path

from supervision.views import field

app_name = "field"
urlpatterns = [
    path("", field.field_shell, name="shell"),
    path("worker.js", field.field_worker, name="worker"),
    path("token/", field.field_token, name="token"),
    path("packs/", field.field_pack_list, name="pack_list"),
    path("packs/<uuid:uid>/", field.field_pack, name="pack"),
    path("records/<uuid:uid>/", field.field_record, name="record"),
    path("records/<uuid:record>/files/<uuid:uid>/", field.field_file, name="file"),
    path("receipts/<slug:receipt>/", field.field_receipt, name="receipt"),
]
