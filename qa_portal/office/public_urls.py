from django.urls import path, re_path

from .views import library, open_data, public, public_copies, public_honours, public_practices

app_name = "public"
urlpatterns = [
    path("", public.public_home, name="home"),
    path("open-data/", open_data.open_data_home, name="open_data"),
    re_path(r"^open-data/(?P<table>[a-z]+)\.(?P<kind>csv|json)$", open_data.open_data_file, name="open_data_file"),
    path("copies/", public_copies.public_copy_search, name="copy_search"),
    path("copies/<slug:code>/", public_copies.public_copy, name="copy"),
    path("<slug:code>/", public.public_office, name="office"),
    path("<slug:code>/synthesis/<int:year>/", public.public_synthesis, name="synthesis"),
    path("<slug:code>/synthesis/<int:year>/pdf/", public.public_synthesis_pdf, name="synthesis_pdf"),
    path("<slug:code>/honours/", public_honours.public_honours, name="honours"),
    path("<slug:code>/honours/check/", public_honours.public_honour_search, name="honour_search"),
    path("<slug:code>/honours/check/<int:year>/<int:number>/", public_honours.public_honour, name="honour_check"),
    path("<slug:code>/practices/", public_practices.public_practices, name="practices"),
    path("<slug:code>/practices/<int:pk>/", public_practices.public_practice, name="practice"),
    path(
        "<slug:code>/practices/<int:pk>/files/<int:file>/", public_practices.public_practice_file, name="practice_file"
    ),
    path("<slug:code>/library/", library.public_library, name="library"),
    path("<slug:code>/library/<int:pk>/file/", library.public_library_file, name="library_file"),
]
