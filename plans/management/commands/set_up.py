"""Say whose product this is, without a browser; makes the first administrator if there is none."""

from argparse import BooleanOptionalAction

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from plans import setting_up
from plans.models import OfficeLevel
from plans.set_up_forms import PARTY, STATE, OfficeForm
from tracker.lib.refusal import Refused
from units import administrators, roles
from units.models import Role, User


class Command(BaseCommand):
    help = "Record the committee and the office that the product belongs to."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--level", required=True, choices=OfficeLevel.values)
        for name, words in (
            ("name", "the committee: 'Đảng ủy xã Hoa Sen'"),
            ("place", "before the day of papers"),
            ("symbol", "of its papers: ĐU, HU, UBND"),
            ("office-name", "'Văn phòng Đảng ủy'"),
            ("office-symbol", "of the papers of the office: VPĐU"),
        ):
            parser.add_argument(f"--{name}", required=True, help=words)
        parser.add_argument(
            "--superior", default="", help="the body above it, if any: 'Đảng bộ tỉnh Hoa Sen'"
        )
        parser.add_argument("--first-day", default="", help="from which the names hold: 1/7/2025")
        parser.add_argument(
            "--party", action=BooleanOptionalAction, default=True, help="papers of the Party"
        )
        parser.add_argument("--by", help="user name of the administrator, where there are several")

    def handle(self, *args: object, **options: object) -> None:
        form = OfficeForm({**options, "paper": PARTY if options["party"] else STATE})
        if not form.is_valid():
            lines = [
                f"{form[name].label}: {' '.join(map(str, words))}"
                for name, words in form.errors.items()
            ]
            raise CommandError("\n".join(lines))
        try:
            with transaction.atomic():
                password = self._set_up(form, by=options["by"])
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Set up: {form.cleaned_data['name']}")
        if password:
            self.stdout.write(
                f"First administrator: {administrators.USERNAME}   password: {password}\n"
                "It must be changed at the first log-in."
            )

    def _set_up(self, form: OfficeForm, *, by: object) -> str:
        """Set up; returns the password if that made the first administrator."""
        at = timezone.now()
        password = ""
        if not User.objects.exists():
            user, password = administrators.make_first(at=at)
        else:
            user = _administrator(by)
        setting_up.set_up(spec=form.office(), by=user, at=at)
        return password


def _administrator(name: object) -> User:
    found = roles.office_holders(Role.ADMINISTRATOR)
    if name:
        found = found.filter(username=name)
    people = list(found.order_by("pk")[:2])
    if len(people) != 1:
        raise CommandError("Name the administrator who does it with --by.")
    return people[0]
