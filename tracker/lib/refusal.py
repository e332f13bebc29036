"""Exceptions whose message is shown to the person who acts."""


class Refused(Exception):  # noqa: N818 -- an answer to a person, not an error of the program
    """A step the rules do not allow now. `str(refusal)` is a Vietnamese sentence to show."""


class BadField(Refused):
    """A refusal that concerns the field named `field`."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
