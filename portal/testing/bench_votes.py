"""Two hundred phones at once: every ballot of an audience has to be there."""

import http.client
import os
import re
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path
from urllib.parse import urlencode

from portal.testing.services import ROOT, die_with_parent, free_port, wait_until

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


def bench_votes(school) -> None:
    """On the web server as `make run` starts it."""
    from mobilities.models import Conference, Poll, PollOption
    from portal.jobs.management.commands.serve import WEB_SERVER, answers

    conference = Conference.objects.filter(school=school).first()
    poll = Poll.objects.create(conference=conference, question="Kas ieinteresēja visvairāk?", state="open")
    options = [PollOption.objects.create(poll=poll, text=city).pk for city in ("Hamburga", "Verona", "Porto")]
    port = free_port()
    server = subprocess.Popen([*WEB_SERVER, "--bind", f"127.0.0.1:{port}"], cwd=ROOT, preexec_fn=die_with_parent)
    try:
        wait_until(lambda: answers("127.0.0.1", port), "the web server", 30)
        before = cpu_seconds(server.pid)
        states, seconds = all_vote(port, poll.code, options)
        each = 1000 * (cpu_seconds(server.pid) - before) / VOTERS
    finally:
        server.terminate()
        server.wait()
    lost = VOTERS - poll.ballots.count()
    known = f"{lost} lost, {states.count(302)} answered, {each:.0f} ms of processor for a ballot with its page"
    print(f"{VOTERS} voters at once: {seconds:.1f} s, {known}", flush=True)
    if lost:
        raise RuntimeError(f"{lost} of {VOTERS} ballots are lost")


def cpu_seconds(pid: int) -> float:
    """What a process and its children have used."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    used = [Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()[11:13] for one in (pid, *children)]
    return sum(int(ticks) for pair in used for ticks in pair) / os.sysconf("SC_CLK_TCK")
