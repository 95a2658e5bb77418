"""Job kind > the function that does it."""

from collections.abc import Callable

from portal.jobs.models import Job

Progress = Callable[[int, int, str], None]
Handler = Callable[[Job, Progress], Callable[[], None] | None]

HANDLERS: dict[str, Handler] = {}


class PermanentError(Exception):
    """Trying again would not help; the text is a sentence for the person who asked."""


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register the function for `kind`.

    It gets the job and `progress(done, all, step)`, may take long, and must write nothing to the database itself:
    it returns a function of no arguments that writes the effect. That one runs in the transaction that marks the
    job done, and only if this worker still holds the lease, so an effect happens once however often a job runs.
    """

    def register(function: Handler) -> Handler:
        HANDLERS[kind] = function
        return function

    return register
