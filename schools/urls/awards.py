from django.urls import path

from schools.views import awards, honours, judging, nominations

urlpatterns = [
    path("awards/", awards.AwardList.as_view(), name="award_list"),
    path("awards/new/", awards.AwardAdd.as_view(), name="award_add"),
    path("awards/<int:pk>/", awards.award_detail, name="award_detail"),
    path("awards/<int:pk>/edit/", awards.AwardEdit.as_view(), name="award_edit"),
    path("awards/<int:pk>/copy/", awards.AwardCopy.as_view(), name="award_copy"),
    path("awards/<int:pk>/nominate/", nominations.nomination_add, name="nomination_add"),
    path(
        "awards/<int:pk>/nominations/<int:nomination>/withdraw/",
        nominations.nomination_withdraw,
        name="nomination_withdraw",
    ),
    path("awards/<int:pk>/judges/", judging.award_judges, name="award_judges"),
    path("awards/<int:pk>/judges/<int:judge>/excuse/", judging.judge_excuse, name="judge_excuse"),
    path("awards/<int:pk>/judges/<int:judge>/recall/", judging.judge_recall, name="judge_recall"),
    path("awards/<int:pk>/result/", judging.award_result, name="award_result"),
    path("awards/<int:pk>/paper/", awards.AwardPaper.as_view(), name="award_paper"),
    path("awards/<int:pk>/pdf/", awards.award_pdf, name="award_pdf"),
    path("awards/<int:pk>/docx/", awards.award_docx, name="award_docx"),
    path("awards/<int:pk>/certificates/", honours.award_certificates, name="award_certificates"),
    path("awards/<int:pk>/<slug:transition>/", awards.AwardTransition.as_view(), name="award_transition"),
    path("judging/", judging.judging_list, name="judging_list"),
    path("judging/<int:pk>/", judging.judging_mark, name="judging_mark"),
    path("honours/", honours.HonourList.as_view(), name="honour_list"),
    path("honours/new/", honours.HonourAdd.as_view(), name="honour_add"),
    path("honours/<int:pk>/", honours.honour_detail, name="honour_detail"),
    path("honours/<int:pk>/edit/", honours.HonourEdit.as_view(), name="honour_edit"),
    path("honours/<int:pk>/show/", honours.honour_show, name="honour_show"),
    path("honours/<int:pk>/number/", honours.honour_number, name="honour_number"),
    path("honours/<int:pk>/certificate/", honours.honour_certificate, name="honour_certificate"),
]
