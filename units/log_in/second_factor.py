"""One-time codes: set up, checked once each, replaced by printed codes if the telephone is lost.

The secret is sealed with SECRET_KEY, so that a copy of the database alone gives no codes.
"""

import hashlib
import secrets
from datetime import datetime

import pyotp
import segno
from cryptography.fernet import InvalidToken
from django.core import signing
from django.db import transaction
from django.utils.safestring import SafeString, mark_safe

from tracker.lib.refusal import Refused
from tracker.lib.sealed import sealer
from units.models import DirectoryEvent, RecoveryCode, SecondFactor, User

ISSUER = "Theo dõi kế hoạch"
NUM_CODES = 10
STEP = 30  # seconds, as all applications have it
DRIFT = 1  # steps by which the clock of a telephone may differ
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_SALT = "units.second_factor"


def propose(person: User) -> str:
    """A new secret for `person`, signed, for the page of the set-up to carry."""
    return signing.dumps([person.pk, pyotp.random_base32()], salt=_SALT)


def secret_of(person: User, proposal: str) -> str:
    """The secret of a proposal that was made for `person` within the hour."""
    try:
        pk, secret = signing.loads(proposal, salt=_SALT, max_age=3600)
    except signing.BadSignature:
        pk, secret = None, ""
    if pk != person.pk:
        raise Refused("Trang này đã mở quá lâu. Hãy quét lại mã mới.")
    return str(secret)


def qr_code(person: User, secret: str) -> SafeString:
    """The secret as an inline image for the camera of a telephone."""
    uri = pyotp.TOTP(secret).provisioning_uri(name=person.username, issuer_name=ISSUER)
    svg = segno.make(uri, error="m", micro=False).svg_inline(
        scale=5, light="white", svgclass=None, lineclass=None
    )
    return mark_safe(svg)  # made of numbers by segno


@transaction.atomic
def switch_on(*, person: User, secret: str, code: str, at: datetime) -> list[str]:
    """Ask for codes from now on, once the first is right. Returns the codes to print."""
    step = _step_of(secret, code, at=at)
    if step is None:
        raise Refused("Mã không đúng. Hãy nhập 6 chữ số đang hiện trong ứng dụng.")
    sealed = sealer(_SALT).encrypt(secret.encode()).decode()
    _, is_new = SecondFactor.objects.get_or_create(
        person=person, defaults={"sealed_secret": sealed, "last_step": step}
    )
    if not is_new:
        raise Refused("Xác thực hai bước đã bật rồi.")
    _set(person, at)
    _note(person, "Bật xác thực hai bước", by=person, at=at)
    return _new_codes(person)


@transaction.atomic
def switch_off(*, person: User, by: User, at: datetime) -> None:
    """Ask for the password alone from now on."""
    if not SecondFactor.objects.filter(person=person).delete()[0]:
        return
    RecoveryCode.objects.filter(person=person).delete()
    _set(person, None)
    _note(person, "Tắt xác thực hai bước", by=by, at=at)


@transaction.atomic
def renew_codes(*, person: User, at: datetime) -> list[str]:
    """New codes to print; earlier ones no longer let anybody in."""
    if not SecondFactor.objects.select_for_update().filter(person=person).exists():
        raise Refused("Chưa bật xác thực hai bước.")
    _note(person, "Tạo mã dự phòng mới", by=person, at=at)
    return _new_codes(person)


@transaction.atomic
def use_code(*, person: User, code: str, at: datetime) -> bool:
    """Whether `code` is right; each is right once."""
    factor = SecondFactor.objects.select_for_update().filter(person=person).first()
    if factor is None:
        return False
    step = _step_of(_open(factor), code, at=at)
    if step is not None and step > factor.last_step:
        factor.last_step = step
        factor.save(update_fields=["last_step"])
        return True
    unused = RecoveryCode.objects.filter(person=person, digest=_digest(code), used_at=None)
    if step is not None or not unused.update(used_at=at):
        return False
    _note(person, "Dùng một mã dự phòng", by=person, at=at)
    return True


def _step_of(secret: str, code: str, *, at: datetime) -> int | None:
    """The step whose code this is; None if it is none of now."""
    if not secret:
        return None
    typed = "".join(code.split())
    now = int(at.timestamp()) // STEP
    totp = pyotp.TOTP(secret)
    found = [
        step
        for step in range(now - DRIFT, now + DRIFT + 1)
        if secrets.compare_digest(totp.generate_otp(step).encode(), typed.encode())
    ]
    return found[-1] if found else None


def _new_codes(person: User) -> list[str]:
    codes = [
        "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))
        for _ in range(NUM_CODES)
    ]
    RecoveryCode.objects.filter(person=person).delete()
    RecoveryCode.objects.bulk_create(
        [RecoveryCode(person=person, digest=_digest(code)) for code in codes]
    )
    return codes


def _digest(code: str) -> str:
    """Codes are random and long, so a fast hash keeps them."""
    plain = "".join(char for char in code.lower() if char.isalnum())
    return hashlib.sha256(f"{_SALT}:{plain}".encode()).hexdigest()


def _open(factor: SecondFactor) -> str:
    """The secret; empty if it was sealed with another key, so that only printed codes work."""
    try:
        return sealer(_SALT).decrypt(factor.sealed_secret.encode()).decode()
    except InvalidToken:
        return ""


def _set(person: User, at: datetime | None) -> None:
    person.second_factor_at = at
    person.save(update_fields=["second_factor_at"])


def _note(person: User, note: str, *, by: User, at: datetime) -> None:
    DirectoryEvent.objects.record(person=person, note=note, by=by, at=at)
