from django.urls import path

from qa_portal.core.pages import TransitionPage
from supervision.models import Order, OrderChange
from supervision.views import duties, order_changes, orders

urlpatterns = [
    path("orders/", orders.OrderList.as_view(), name="order_list"),
    path("orders/new/", orders.OrderCreate.as_view(), name="order_create"),
    path("orders/<int:pk>/", orders.OrderDetail.as_view(), name="order_detail"),
    path("orders/<int:pk>/edit/", orders.OrderEdit.as_view(), name="order_edit"),
    path("orders/<int:pk>/duties/", orders.OrderDuties.as_view(), name="order_duties"),
    path("orders/<int:pk>/copy/", orders.OrderCopy.as_view(), name="order_copy"),
    path("orders/<int:pk>/copy/file/", orders.order_file, name="order_file"),
    path("orders/<int:pk>/order.pdf", orders.order_pdf, name="order_pdf"),
    path("orders/<int:pk>/order.docx", orders.order_docx, name="order_docx"),
    path("orders/<int:pk>/sign/", orders.OrderSign.as_view(), {"transition": "sign"}, name="order_sign"),
    path("orders/<int:pk>/areas/", duties.OrderTopics.as_view(), name="order_topics"),
    path("orders/<int:pk>/changes/new/", order_changes.OrderChangeCreate.as_view(), name="order_change_create"),
    path("order-changes/<int:pk>/", order_changes.OrderChangeDetail.as_view(), name="order_change_detail"),
    path(
        "order-changes/<int:pk>/<slug:transition>/",
        TransitionPage.as_view(model=OrderChange),
        name="order_change_transition",
    ),
    path("orders/<int:pk>/<slug:transition>/", TransitionPage.as_view(model=Order), name="order_transition"),
]
