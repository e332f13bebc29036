"""Concurrent calls, each in a thread with its own connection."""

import threading
from collections.abc import Callable

from django.db import connection

from tracker.lib.refusal import Refused


def run_together(*calls: Callable[[], object]) -> list[str]:
    """Run `calls` at the same moment. Returns "done" or "refused" for each, in order.

    Any other exception is raised again. Needs a test with `transaction=True`.
    """
    ready = threading.Barrier(len(calls))
    outcomes = ["" for _ in calls]
    errors: list[BaseException] = []

    def run(index: int, call: Callable[[], object]) -> None:
        try:
            ready.wait(timeout=10)
            call()
            outcomes[index] = "done"
        except Refused:
            outcomes[index] = "refused"
        except BaseException as error:  # raised again in the thread of the test
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index, call)) for index, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    if errors:
        raise errors[0]
    return outcomes
