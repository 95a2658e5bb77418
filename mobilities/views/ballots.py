"""The audience votes from its own phones: no account, no name, one ballot a device, changed at will until the end."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import get_random_string
from django.utils.translation import get_language, override
from django.views.decorators.http import require_http_methods

from mobilities.enums import PollState
from mobilities.models import Ballot, Poll, PollOption
from mobilities.services.polls import cast, voter_of

COOKIE, KEPT = "voter", 60 * 60 * 24 * 3
LANGUAGES = ("lv", "en")


@login_not_required
@require_http_methods(["GET", "POST"])
def ballot(request: HttpRequest, code: str) -> HttpResponse:
    poll = Poll.objects.filter(code=code.lower()).first()
    if poll is None:
        raise Http404
    language = request.GET.get("lang")
    if language not in LANGUAGES:
        language = get_language()
    with override(language):
        answer = vote(request, poll, language) if request.method == "POST" else page(request, poll, language)
    return secret(answer)


def vote(request: HttpRequest, poll: Poll, language: str) -> HttpResponse:
    """Only a device that has shown its cookie once can be told from others, so one without it is asked again."""
    device = request.COOKIES.get(COOKIE, "")
    option = chosen(request, poll)
    if poll.state != PollState.OPEN or option is None or not device:
        return page(request, poll, language, lost=True)
    cast(poll, device, option)
    return redirect(f"{request.path}?lang={language}")


def chosen(request: HttpRequest, poll: Poll) -> PollOption | None:
    key = request.POST.get("option", "")
    return poll.options.filter(pk=key).first() if key.isdecimal() and len(key) < 18 else None


def page(request: HttpRequest, poll: Poll, language: str, *, lost: bool = False) -> HttpResponse:
    device = request.COOKIES.get(COOKIE, "")
    options = list(poll.options.all())
    for option in options:
        option.shown, option.tongue = in_language(option.text, option.text_en, language)
    question, tongue = in_language(poll.question, poll.question_en, language)
    context = {
        "poll": poll,
        "question": question,
        "tongue": tongue,
        "options": options,
        "is_as_written": any(option.tongue != language for option in options),
        "mine": voted_for(poll, device) if device else None,
        "lost": lost,
        "language": language,
        "other": "en" if language == "lv" else "lv",
    }
    answer = render(request, "mobilities/ballot.html", context)
    if not device:
        answer.set_cookie(
            COOKIE, get_random_string(32), KEPT, path="/v/", httponly=True, samesite="Lax", secure=request.is_secure()
        )
    return answer


def in_language(text: str, text_en: str, language: str) -> tuple[str, str]:
    """What is shown, and its language: Latvian where nobody gave it in English."""
    return (text_en, "en") if language == "en" and text_en else (text, "lv")


def voted_for(poll: Poll, device: str) -> int | None:
    return Ballot.objects.filter(poll=poll, voter=voter_of(poll, device)).values_list("option", flat=True).first()


def secret(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "private, no-store"
    answer["Referrer-Policy"] = "same-origin"
    answer["X-Robots-Tag"] = "noindex"
    return answer
