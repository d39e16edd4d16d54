from django.urls import path

from .views import annual_book

urlpatterns = [
    path("annual-book/", annual_book.annual_book, name="annual_book"),
    path("annual-book/<int:fiscal>/foreword/", annual_book.ForewordEdit.as_view(), name="annual_foreword"),
    path("annual-book/<int:fiscal>/publish/", annual_book.annual_publish, name="annual_publish"),
]
