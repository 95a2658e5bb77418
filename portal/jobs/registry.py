"""Job kind > the function that does it."""

from collections.abc import Callable

from portal.jobs.models import Job

Progress = Callable[..., None]
Handler = Callable[[Job, Progress], Callable[[], None] | None]

HANDLERS: dict[str, Handler] = {}
TITLES: dict[str, object] = {}  # kind > what it does, in the reader's language, or a function of the job that says it
PAGES: dict[str, Callable[[Job], str]] = {}  # kind > address of the page that the work belongs to


class PermanentError(Exception):
    """Trying again would not help; the text is a sentence for the person who asked."""


class OvertakenError(Exception):
    """What the effect was prepared from has changed meanwhile; the job prepares anew."""


def handler(kind: str, title: object = "", page: Callable[[Job], str] | None = None) -> Callable[[Handler], Handler]:
    """Register the function for `kind`; `title` (lazily translated, or a function of the job) says what it does,
    `page` where it belongs: there one lands who cancels it or tries again.

    It gets the job and `progress(done, all, step)` (with `until`, the steps that are done after one long step during
    which nothing can be told), may take long, and must write nothing to the database itself:
    it returns a function of no arguments that writes the effect. That one runs in the transaction that marks the
    job done, and only if this worker still holds the lease, so an effect happens once however often a job runs.
    An effect that raises OvertakenError leaves nothing behind, and the function is called again at once.
    """

    def register(function: Handler) -> Handler:
        HANDLERS[kind] = function
        TITLES[kind] = title or kind
        if page:
            PAGES[kind] = page
        return function

    return register


def title_of(job: Job) -> str:
    title = TITLES.get(job.kind, job.kind)
    return str(title(job) if callable(title) else title)


def page_of(job: Job) -> str:
    return PAGES[job.kind](job) if job.kind in PAGES else ""
