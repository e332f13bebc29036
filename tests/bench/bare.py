"""The URLs of the product and one more page: nothing but the frame and a table with one row."""

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from plans.models import Plan

PAGE = """{% extends "base.html" %}{% block main %}
<table class="table"><tbody><tr><td>{{ plan.number }}</td></tr></tbody></table>
{% endblock %}"""


def bare(request: HttpRequest) -> HttpResponse:
    plan = Plan.objects.order_by("pk")[0]
    return HttpResponse(_template().render({"plan": plan}, request))


@cache
def _template():
    """Compiled once, like the templates of the product."""
    return engines["django"].from_string(PAGE)


urlpatterns = [path("bare/", bare, name="bare"), path("", include("tracker.urls"))]
