from django.urls import path

from supervision.views import photos

urlpatterns = [path("photos/", photos.PhotoRegister.as_view(), name="photo_register")]
