"""Sentences about what a person should look at in a reading."""

from plans.reading.findings import HeadFound, Reading


def note_problems(reading: Reading, num_unknown: int, *, may_repeat: bool) -> None:
    """Sentences about what a person should look at."""
    missing = _missing(reading.head)
    has_tasks = any(group.tasks for group in reading.groups)
    num_slips = len(reading.corrections)
    for is_so, sentence in (
        (missing, f"Chưa nhận ra {', '.join(missing)}. Hãy điền theo văn bản."),
        (
            num_unknown,
            f"Có {num_unknown} bảng không nhận ra cột nhiệm vụ, nên không đọc thành nhiệm vụ.",
        ),
        (not has_tasks, "Chưa nhận ra nhiệm vụ nào. Hãy thêm nhiệm vụ bằng tay."),
        (
            may_repeat,
            "Bảng phụ lục có thể nhắc lại nhiệm vụ của phần lời. Hãy bỏ bớt.",
        ),
        (num_slips, f"Có {num_slips} chỗ đã sửa khi đọc. Hãy xem lại từng chỗ."),
    ):
        if is_so:
            reading.problems.append(sentence)


def _missing(head: HeadFound) -> list[str]:
    fields = (
        ("số, ký hiệu", head.number[:1].isdigit()),
        ("ngày ban hành", head.issued_on),
        ("cơ quan ban hành", head.issuer),
        ("trích yếu", head.subject),
        ("người ký", head.signer.name),
    )
    return [name for name, value in fields if not value]
