from django.urls import path

from supervision.views import tours

urlpatterns = [
    path("tours/", tours.TourList.as_view(), name="tour_list"),
    path("tours/new/", tours.TourCreate.as_view(), name="tour_create"),
    path("tours/<int:pk>/", tours.TourDetail.as_view(), name="tour_detail"),
    path("tours/<int:pk>/edit/", tours.TourEdit.as_view(), name="tour_edit"),
    path("tours/<int:pk>/people/", tours.TourPeople.as_view(), name="tour_people"),
    path("tours/<int:pk>/route/", tours.TourRoute.as_view(), name="tour_route"),
    path("tours/<int:pk>/propose/", tours.tour_propose, name="tour_propose"),
    path("tours/<int:pk>/visits/", tours.TourVisits.as_view(), name="tour_visits"),
    path("tours/<int:pk>/tour.pdf", tours.tour_pdf, name="tour_pdf"),
    path("tours/<int:pk>/tour.docx", tours.tour_docx, name="tour_docx"),
    path("tours/<int:pk>/tour.xlsx", tours.tour_xlsx, name="tour_xlsx"),
]
