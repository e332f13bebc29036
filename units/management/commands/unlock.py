"""End waits after failed log-ins."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tracker.lib.http.client_address import network_of
from units.log_in import origins


class Command(BaseCommand):
    help = "Let a name, an address or everybody try to log in again at once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", help="user name")
        parser.add_argument("--address", help="as the journal of log-ins shows it")
        parser.add_argument("--all", action="store_true", help="everybody, everywhere")

    def handle(self, *args: object, **options: object) -> None:
        name, address, is_all = options["name"], options["address"], options["all"]
        if bool(name or address) == bool(is_all):
            raise CommandError("Give a name, --address A, both, or --all.")
        num = origins.unlock(
            name=str(name) if name else None, address=network_of(str(address)) if address else None
        )
        self.stdout.write(f"Unlocked: {num}")
