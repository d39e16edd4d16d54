"""Part of core.urls."""

from django.urls import path

from . import token_views, webhook_views

urlpatterns = [
    path("api/docs/", token_views.api_docs, name="api_docs"),
    path("integrations/tokens/", token_views.TokenList.as_view(), name="token_list"),
    path("integrations/tokens/add/", token_views.token_add, name="token_add"),
    path("integrations/tokens/<int:pk>/", token_views.token_detail, name="token_detail"),
    path("integrations/tokens/<int:pk>/revoke/", token_views.token_revoke, name="token_revoke"),
    path("integrations/webhooks/", webhook_views.WebhookList.as_view(), name="webhook_list"),
    path("integrations/webhooks/add/", webhook_views.WebhookAdd.as_view(), name="webhook_add"),
    path("integrations/webhooks/<int:pk>/", webhook_views.webhook_detail, name="webhook_detail"),
    path("integrations/webhooks/<int:pk>/edit/", webhook_views.WebhookEdit.as_view(), name="webhook_edit"),
    path("integrations/webhooks/<int:pk>/switch/", webhook_views.webhook_switch, name="webhook_switch"),
    path("integrations/webhooks/<int:pk>/test/", webhook_views.webhook_test, name="webhook_test"),
    path("integrations/webhooks/<int:pk>/secret/", webhook_views.webhook_secret, name="webhook_secret"),
    path("integrations/deliveries/<int:pk>/replay/", webhook_views.delivery_replay, name="delivery_replay"),
]
