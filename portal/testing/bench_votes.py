"""Two hundred phones at once: every ballot of an audience has to be there."""

import http.client
import re
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from urllib.parse import urlencode

VOTERS = 200


def vote(port: int, code: str, option: int) -> int:
    """What one phone does: opens the page, chooses, is led back. The state of the last answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    address = f"/v/{code}/"
    connection.request("GET", address)
    answer = connection.getresponse()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.read().decode())[1]
    cookies = "; ".join(value.split(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie")
    headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", address, urlencode({"csrfmiddlewaretoken": token, "option": option}), headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def all_vote(port: int, code: str, options: list[int]) -> tuple[list[int], float]:
    """The states of all answers, and the seconds that it took."""
    start = time.perf_counter()
    with ThreadPoolExecutor(VOTERS) as phones:
        chosen = [option for option, _voter in zip(cycle(options), range(VOTERS), strict=False)]
        states = list(phones.map(lambda option: vote(port, code, option), chosen))
    return states, time.perf_counter() - start


def bench_votes(port: int, school) -> None:
    from mobilities.models import Conference, Poll, PollOption

    conference = Conference.objects.filter(school=school).first()
    poll = Poll.objects.create(conference=conference, question="Kas ieinteresēja visvairāk?", state="open")
    options = [PollOption.objects.create(poll=poll, text=city).pk for city in ("Hamburga", "Verona", "Porto")]
    states, seconds = all_vote(port, poll.code, options)
    lost = VOTERS - poll.ballots.count()
    print(f"{VOTERS} voters at once: {seconds:.1f} s, {lost} lost, {states.count(302)} answered", flush=True)
    if lost:
        raise RuntimeError(f"{lost} of {VOTERS} ballots are lost")
