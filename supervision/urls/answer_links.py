from django.urls import path

from supervision.views import answer_links

urlpatterns = [
    path("visits/<int:pk>/links/", answer_links.LinkList.as_view(), name="link_list"),
    path("visits/<int:pk>/links/<int:link>/", answer_links.LinkDetail.as_view(), name="link_detail"),
    path("visits/<int:pk>/links/<int:link>/revoke/", answer_links.LinkRevoke.as_view(), name="link_revoke"),
]
