"""How long a connection may take: slow lines are served, connections that drip are ended."""

from dataclasses import dataclass

HEAD_WITHIN = 20.0  # seconds for the whole head of a request
GRACE = 20.0  # seconds before the pace counts
SLOWEST = 1024  # bytes a second, on average
LONGEST_PAUSE = 90.0  # seconds without any byte


@dataclass
class Pace:
    """Counts what came or went since `began`."""

    began: float
    moved_at: float
    num_bytes: int = 0

    @classmethod
    def from_now(cls, now: float) -> "Pace":
        return cls(began=now, moved_at=now)

    def move(self, num_bytes: int, now: float) -> None:
        if num_bytes:
            self.num_bytes += num_bytes
            self.moved_at = now

    def rate(self, now: float) -> float:
        """Bytes a second so far."""
        return self.num_bytes / max(now - self.began, 1.0)

    def is_too_slow(self, now: float) -> bool:
        if now - self.moved_at > LONGEST_PAUSE:
            return True
        return now - self.began > GRACE and self.rate(now) < SLOWEST
