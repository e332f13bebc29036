"""Commands of the four processes, identical to those in docker-compose.yml."""


def web(bind: str) -> list[str]:
    """Processes of four threads each, as many as WEB_CONCURRENCY says, which gunicorn reads.

    The threads meet whole requests only (`tracker.lib.serving`).
    """
    return [
        "gunicorn",
        "tracker.wsgi",
        f"--bind={bind}",
        "--preload",  # the processes share the memory of the code
        "--worker-class=tracker.lib.serving.worker.BufferingWorker",
        "--threads=4",
        "--max-requests=5000",
        "--max-requests-jitter=500",
        "--timeout=60",
        "--graceful-timeout=20",
        "--logger-class=tracker.lib.serving.logger.Logger",
        "--keep-alive=75",  # longer than the proxy's, so that it never sends into a closing one
        "--no-control-socket",
    ]


def worker() -> list[str]:
    """Runs all tasks except those of `printer`."""
    return _worker("--queues=celery")


def printer() -> list[str]:
    """Prints reviews."""
    return _worker("--queues=reviews", "--hostname=printer@%h")


def _worker(*options: str) -> list[str]:
    return [
        "celery",
        "-A",
        "tracker",
        "worker",
        *options,
        "--concurrency=1",
        "--without-gossip",
        "--without-mingle",
    ]


def beat() -> list[str]:
    return ["celery", "-A", "tracker", "beat", "--pidfile="]
