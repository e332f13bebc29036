"""The one family of exceptions whose message is meant for the person who acts."""


class Refused(Exception):
    """A step the rules do not allow now. `str(refusal)` is a Vietnamese sentence to show."""
