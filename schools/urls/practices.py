"""Good practices and research. Part of schools.urls."""

from django.urls import path

from schools.views import practice_book, practice_files, practices

urlpatterns = [
    path("practices/", practices.PracticeList.as_view(), name="practice_list"),
    path("practices/shared/", practices.PracticeShared.as_view(), name="practice_shared"),
    path("practices/book/", practice_book.practice_book, name="practice_book"),
    path("practices/enter/", practices.PracticeEnter.as_view(), name="practice_enter"),
    path("<int:pk>/practices/new/", practices.PracticeAdd.as_view(), name="practice_add"),
    path("practices/<int:pk>/", practices.practice_detail, name="practice_detail"),
    path("practices/<int:pk>/edit/", practices.PracticeEdit.as_view(), name="practice_edit"),
    path("practices/<int:pk>/delete/", practices.practice_delete, name="practice_delete"),
    path("practices/<int:pk>/pdf/", practices.practice_pdf, name="practice_pdf"),
    path("practices/<int:pk>/files/new/", practice_files.practice_file_add, name="practice_file_add"),
    path("practices/<int:pk>/files/<int:file>/", practice_files.practice_file, name="practice_file"),
    path("practices/<int:pk>/files/<int:file>/edit/", practice_files.practice_file_edit, name="practice_file_edit"),
    path(
        "practices/<int:pk>/files/<int:file>/remove/",
        practice_files.practice_file_remove,
        name="practice_file_remove",
    ),
    path("practices/<int:pk>/<slug:transition>/", practices.PracticeTransition.as_view(), name="practice_transition"),
]
