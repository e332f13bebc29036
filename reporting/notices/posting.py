"""Hand a mail to the mail server, and tell whether the server certainly did not take it."""

import contextlib
import smtplib
from collections.abc import Sequence

from django.core import mail
from django.core.mail.backends.smtp import EmailBackend

START_OF_CONTENT = 354  # the server's answer to DATA
PERMANENT = 500
ADDRESS_REFUSED = "Máy chủ thư không nhận địa chỉ này."


class Unsent(Exception):  # noqa: N818 -- an outcome of a mail, not an error of the program
    """The mail certainly was not sent. `str()` is a Vietnamese sentence for the ledger."""


class BrokeOffError(OSError):
    """The connection ended before the server asked for the content of the mail."""


class _Plain(smtplib.SMTP):
    """Remembers whether the server has asked for the content of a mail."""

    was_asked_for_content = False

    def getreply(self) -> tuple[int, bytes]:
        code, text = super().getreply()
        self.was_asked_for_content |= code == START_OF_CONTENT
        return code, text


class _Encrypted(_Plain, smtplib.SMTP_SSL):
    pass


class SmtpBackend(EmailBackend):
    """The stock backend, which also tells at which point a connection broke.

    smtplib raises one error for a server that hangs up at MAIL, and for one that does so after it
    took the mail.
    """

    @property
    def connection_class(self) -> type[_Plain]:
        return _Encrypted if self.use_ssl else _Plain

    def send_messages(self, email_messages: Sequence[mail.EmailMessage]) -> int:
        try:
            return super().send_messages(email_messages)
        except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused):
            raise
        except OSError as error:  # the base of all errors of smtplib
            if getattr(self.connection, "was_asked_for_content", False):
                raise
            raise BrokeOffError from error


def post(message: mail.EmailMessage) -> None:
    """Hand `message` to the server, or raise Unsent if the server certainly did not take it.

    Any other error is raised unchanged: the mail may be on its way.
    """
    connection = mail.get_connection()
    try:
        connection.open()
    except smtplib.SMTPAuthenticationError as error:
        raise Unsent("Máy chủ thư không nhận tên và mật khẩu của hệ thống.") from error
    except (smtplib.SMTPException, OSError) as error:
        raise Unsent("Không kết nối được máy chủ thư.") from error
    try:
        connection.send_messages([message])
    except BrokeOffError as error:
        raise Unsent("Máy chủ thư ngắt kết nối trước khi nhận thư.") from error
    except smtplib.SMTPRecipientsRefused as error:
        raise Unsent(_of_refused(error)) from error
    except smtplib.SMTPResponseException as error:
        raise Unsent(f"Máy chủ thư từ chối (mã {error.smtp_code}).") from error
    finally:
        # A server that hangs up after it took the mail has taken it
        with contextlib.suppress(smtplib.SMTPException, OSError):
            connection.close()


def _of_refused(error: smtplib.SMTPRecipientsRefused) -> str:
    """A server that is busy, or wants a second attempt, refuses for the time being (4xx)."""
    codes = [code for code, _ in error.recipients.values()]
    if codes and max(codes) < PERMANENT:
        return f"Máy chủ thư tạm thời chưa nhận địa chỉ này (mã {max(codes)})."
    return ADDRESS_REFUSED
