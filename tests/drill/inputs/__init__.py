"""Bad inputs: mutated forms, files, queries and addresses sent to the demonstration of a stage.

They are sent by `python -m tests.drill.inputs` within a process that has the settings of the stage:
each request runs in a transaction that is undone (see `attempt`), so the demonstration stays as it
is, and the full form takes minutes instead of hours. A short form is part of the suite
(`tests/test_bad_inputs.py`).
"""

import json
import subprocess
import sys

from tests.drill.figures import Inputs
from tests.drill.stage import Stage
from tests.product import ROOT, clean_environment

FULL, SHORT = 10_400, 1_200
# Fewer minutes get the short form
FULL_FROM_MINUTES = 10


def send(stage: Stage, minutes: float) -> Inputs:
    """Send the inputs, print what went wrong, and count it."""
    num_inputs = FULL if minutes >= FULL_FROM_MINUTES else SHORT
    environment = clean_environment(stage.data) | stage.settings
    done = subprocess.run(
        [sys.executable, "-m", "tests.drill.inputs", str(num_inputs)],
        cwd=ROOT,
        env=environment | {"DJANGO_SETTINGS_MODULE": "tracker.settings"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    *lines, last = done.stdout.splitlines()
    print(*lines, sep="\n", flush=True)
    return Inputs(**json.loads(last))
