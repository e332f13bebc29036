"""The guide: its front page with a search, its pages."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from reporting.guide.forms import GuideSearchForm
from reporting.guide.links import LinksToPages, LinksToScreens
from reporting.guide.page import FIRST_LOG_IN, GuidePage
from reporting.guide.pages import GROUPS, PAGES, page_of_slug, steps_of
from reporting.guide.pages_for_all import STEPS
from reporting.guide.searching import pages_with
from reporting.navigation import bar_of
from units.requests import SignedInRequest


@require_safe
def guide(request: SignedInRequest) -> HttpResponse:
    form = GuideSearchForm(request.GET)
    words = form.words()
    own = steps_of(bar_of(request).roles)
    context = {
        "form": form,
        "words": words,
        "found": pages_with(words),
        "own": own,
        "others": [page for page in STEPS if page not in own],
        "groups": GROUPS,
    }
    return render(request, "reporting/guide/guide.html", context)


@require_safe
def guide_page(request: SignedInRequest, slug: str) -> HttpResponse:
    found = page_of_slug(slug)
    if found is None:
        raise Http404
    return redirect(found.url) if found.is_public else _page(request, found)


@login_not_required
@require_safe
def log_in_guide(request: HttpRequest) -> HttpResponse:
    """Help for those who cannot log in yet."""
    return _page(request, PAGES[FIRST_LOG_IN])


def _page(request: HttpRequest, found: GuidePage) -> HttpResponse:
    bar = bar_of(request)
    to = LinksToScreens(roles=bar.roles, plan_id=bar.plan_id)
    context = {
        "shown": found,
        "opens_url": to.address(found.opens) if found.opens else "",
        "to": to,
        "page": LinksToPages(is_stranger=not request.user.is_authenticated),
    }
    return render(request, "reporting/guide/page.html", context)
