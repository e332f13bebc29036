"""Messages of the product without servers, whose writers and readers are killed."""

import tempfile
from pathlib import Path

from tests.drill import messages
from tests.drill.figures import Fault
from tests.drill.stage import Stage

NUM_KILLS = 40


def _send_and_kill(stage: Stage) -> str:
    with tempfile.TemporaryDirectory(dir=stage.data.parent) as name:
        folder = Path(name)
        broker = messages.Broker("folders://localhost", {"folder": str(folder / "broker")})
        figures = messages.run(broker, folder, num_kills=NUM_KILLS, seconds=0.3 * NUM_KILLS)
    if figures.lost:
        raise AssertionError(f"{figures.lost} of {figures.sent} messages were lost")
    return f"{figures.sent} of {figures.sent} arrived, {figures.twice} came twice"


FAULTS = [
    Fault(f"{NUM_KILLS} kill -9 among messages", _send_and_kill, engines=("sqlite",), hears=())
]
