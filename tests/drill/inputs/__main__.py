"""`python -m tests.drill.inputs NUM [SEED]`: send bad inputs to the demonstration of this database.

Prints what went wrong, and last the numbers as JSON. Needs the settings of a product, as `make
drill` gives them.
"""

import json
import logging
import sys

import django
from django.conf import settings


def main(num_inputs: int, seed: int) -> None:
    settings.CELERY_BROKER_URL, settings.CELERY_BROKER_TRANSPORT_OPTIONS = "memory://", {}
    django.setup()
    settings.ALLOWED_HOSTS = ["testserver"]
    # The product may not have collected its static files yet
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    # Log-ins are tried hundreds of times, and a hash takes a third of a second
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]
    logging.disable(logging.CRITICAL)

    from django.db import transaction

    from tests.drill.inputs import poison
    from tests.drill.inputs.people import one_of_each_role
    from tests.drill.inputs.sending import Sender

    sender = Sender(one_of_each_role(), seed=seed)
    sender.look_around()
    findings = sender.send(num_inputs)
    for title, rows in (("5xx", findings.errors), ("partial write", findings.partial)):
        for sent, seen in rows[:40]:
            print(f"{title}: {seen} <- {sent}")
    forms = sum(len(found.forms) for found in sender.found.values())
    statuses = ", ".join(f"{status}: {num}" for status, num in sorted(findings.statuses.items()))
    print(f"bad inputs: {findings.num_inputs}, forms {forms}, addresses {len(findings.addresses)}")
    print(f"answers of addresses: {statuses}")
    with transaction.atomic():
        num_columns = poison.write()
        num_pages, injected = poison.injected(sender.clients.values(), most=num_inputs // 50)
        transaction.set_rollback(True)
    print(*(f"poisoned text: {line}" for line in injected[:40]), sep="\n")
    print(f"poisoned texts: columns {num_columns}, pages {num_pages}, bad {len(injected)}")
    print(
        json.dumps(
            {
                "inputs": findings.num_inputs,
                "errors_5xx": len(findings.errors),
                "partial": len(findings.partial),
                "injected": len(injected),
            }
        )
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 126)
