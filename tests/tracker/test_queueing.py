"""Messages after a commit."""

import pytest

from tracker.lib import queueing


@pytest.mark.django_db
def test_an_unreachable_broker_is_logged_and_stops_no_later_message(
    monkeypatch, caplog, django_capture_on_commit_callbacks
):
    sent = []

    def send(task, **arguments):
        if task == "unreachable":
            raise OSError("No broker")
        sent.append((task, arguments))

    monkeypatch.setattr(queueing, "send", send)

    with django_capture_on_commit_callbacks(execute=True):
        queueing.send_on_commit("unreachable", robust=True, review_id=1)
        queueing.send_on_commit("reachable", review_id=2)

    assert sent == [("reachable", {"review_id": 2})]
    assert "No broker" in caplog.text
