from django.http import JsonResponse
from django.urls import path


async def board(request):
    return JsonResponse({"notes": []})


urlpatterns = [path("", board)]
