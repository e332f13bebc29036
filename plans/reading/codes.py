"""Codes of proposed tasks."""

from dataclasses import dataclass, field

MAX_CODE = 12


@dataclass
class Codes:
    """Unique codes of the tasks of a plan, of at most 12 characters."""

    taken: set[str] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)

    def below(self, base: str) -> str:
        """The next number below `base`."""
        while True:
            self.counts[base] = self.counts.get(base, 0) + 1
            number = str(self.counts[base])
            code = f"{base}.{number}" if len(base) + len(number) < MAX_CODE else ""
            if not code:
                code = f"{base[: MAX_CODE - 1 - len(number)]}.{number}"
            if code not in self.taken:
                self.taken.add(code)
                return code

    def own(self, code: str) -> str:
        """`code` itself if it is free."""
        if code in self.taken or len(code) > MAX_CODE:
            return self.below(code[:MAX_CODE])
        self.taken.add(code)
        return code
