"""Print what is recognised in the file of a plan, as JSON. Nothing is written."""

import json
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from plans.reading import intake, reading
from plans.reading.names import names_in
from tracker.lib.refusal import Refused
from units.models import Unit


class Command(BaseCommand):
    help = "Print what is recognised in a .docx, .pdf or .txt as JSON; writes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: object, **options: object) -> None:
        path = Path(str(options["file"]))
        try:
            lines = intake.lines_of(path.name, path.read_bytes())
        except OSError as error:
            raise CommandError(f"Không đọc được tệp “{path}”. Hãy kiểm tra đường dẫn.") from error
        except Refused as error:
            raise CommandError(str(error)) from error
        names = names_in(Unit.objects.order_by("pk").values_list("code", "folded"))
        found = reading.read(lines, names=names, on=timezone.localdate())
        self.stdout.write(json.dumps(found.as_json(), ensure_ascii=False, indent=1))
