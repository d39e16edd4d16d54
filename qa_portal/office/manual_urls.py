"""Addresses of the manual and the document library."""

from django.urls import path

from .views import library

urlpatterns = [
    path("library/", library.LibraryList.as_view(), name="library_list"),
    path("library/add/", library.LibraryCreate.as_view(), name="library_add"),
    path("library/<int:pk>/", library.LibraryDetail.as_view(), name="library_detail"),
    path("library/<int:pk>/edit/", library.LibraryEdit.as_view(), name="library_edit"),
    path("library/<int:pk>/file/", library.library_file, name="library_file"),
]
