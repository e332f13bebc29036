import pytest
from django.http import Http404, HttpResponse

from tracker.lib.middleware import LONGEST_QUERY, KnowIds, compose_input


def test_a_number_that_no_row_can_have_is_not_found(rf):
    ids = KnowIds(lambda _request: HttpResponse())

    assert ids(rf.get("/")).status_code == 200
    ids.process_view(rf.get("/"), HttpResponse, (), {"pk": 2**63 - 1, "name": "x"})
    with pytest.raises(Http404):
        ids.process_view(rf.get("/"), HttpResponse, (), {"pk": 2**63})


def test_a_query_too_long_for_any_database_loses_its_end(rf):
    seen = {}

    def view(request):
        seen.update(request.GET.items())
        return HttpResponse()

    compose_input(view)(rf.get("/", {"q": "a" * 60_000, "page": "2"}))

    assert seen == {"q": "a" * LONGEST_QUERY, "page": "2"}
