"""Addresses of memos and letters, and of the letterhead."""

from django.urls import path, re_path

from .views import letterhead, letters

urlpatterns = [
    path("letters/", letters.LetterList.as_view(), name="letter_list"),
    re_path(r"^letters/new/(?P<kind>memo|external)/$", letters.LetterCreate.as_view(), name="letter_add"),
    path("letters/<int:pk>/", letters.LetterDetail.as_view(), name="letter_detail"),
    path("letters/<int:pk>/edit/", letters.LetterEdit.as_view(), name="letter_edit"),
    path("letters/<int:pk>/copy/", letters.LetterCopy.as_view(), name="letter_copy"),
    path("letters/<int:pk>/file/", letters.letter_file, name="letter_file"),
    path("letters/<int:pk>/steps/<slug:transition>/", letters.LetterStep.as_view(), name="letter_transition"),
    *(
        path(f"letters/<int:pk>/letter.{kind}", letters.letter_paper, {"kind": kind}, name=f"letter_{kind}")
        for kind in ("pdf", "docx")
    ),
    path("letterhead/", letterhead.LetterheadEdit.as_view(), name="letterhead"),
    path("letterhead/picture/", letterhead.letterhead_picture, name="letterhead_picture"),
    path("letterhead/signatories/add/", letterhead.SignatoryCreate.as_view(), name="signatory_add"),
    path("letterhead/signatories/<int:pk>/", letterhead.SignatoryEdit.as_view(), name="signatory_edit"),
]
