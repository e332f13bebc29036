"""Text as it comes from Word, Excel, mail and phones, and as a paper prints it.

Each row stands for a kind. `printed` is what the paper says without blanks; None: as it was typed.
"""

from typing import NamedTuple

from tracker.lib.text import compose


class Typed(NamedTuple):
    kind: str
    typed: str
    printed: str | None = None

    @property
    def text(self) -> str:
        """What is stored: every form composes what is typed."""
        return compose(self.typed)

    @property
    def expected(self) -> str:
        return compose(self.typed if self.printed is None else self.printed)


NUMBERS = [
    Typed("ordinary", "15/2024/NQ-HĐND"),
    Typed("congress", "01-NQ/ĐHĐB-NK2020-2025"),
    Typed("joint circular", "27/2021/TTLT-BTC-BKHĐT-BNNPTNT"),
    Typed("programme", "05-CTr/ĐU-NK2025-2030"),
    Typed("several offices", "1234/2024/QĐ-UBND-VPĐKĐĐ-TNMT-KTHTĐT-PTNT"),
    Typed("without a place to break", "SốVănBảnKhôngCóChỗNgắt" * 3),
]

WORDS = [
    Typed("80 letters", "nghiêng" * 11 + "kết"),
    Typed("wide capitals", "WƯƠ" * 30),
    Typed(
        "link",
        "https://lienket.example/tep/d/1aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789abcdefghijklmnopqrstuvw"
        "xyzABCDEFGHIJKLMNOP0123456789/view?usp=sharing&resourcekey=0-AbCdEfGhIjKl&user=vanphong_xa",
    ),
    Typed(
        "path", r"\\maychu\dungchung\2026\bao-cao-thang\phu_luc_tong_hop_chinh_thuc_lan_cuoi_2.docx"
    ),
    Typed(
        "glued by hard blanks",
        "\u00a0".join(["khoảng trắng cứng giữa các từ"] * 8).replace(" ", "\u00a0"),
    ),
    Typed("dotted line", "Người lập" + "." * 120),
    Typed("underscores", "_" * 120),
    Typed("numbers with commas", ",".join(["1.234.567"] * 20)),
]

SIGNS = [
    Typed("ticks", "✓ đạt; ☑ xong; □ chưa; ☐ chưa"),
    Typed(
        "heavy ticks",
        "✔ đạt; ✅ xong; ☒ không; ✗ ✘ ❌ trượt",
        "✓ đạt; ✓ xong; [×] không; × × × trượt",
    ),
    Typed(
        "arrows",
        "➢ đi; ➤ tới; ► ra; ➔ vào; ⇒ suy ra; → kết quả",
        "► đi; ► tới; ► ra; → vào; → suy ra; → kết quả",
    ),
    Typed("shapes", "■ ▪ ● ○ ◆ ❖ ★ ☆", "■ ▪ ● ○ ◆ ◆ * *"),
    Typed("numbers in circles", "① ② ⑳ ❶ Ⅳ", "(1) (2) (20) (1) IV"),
    Typed(
        "units of measure",
        "30 °C; 30 ℃; m²; H₂O; x³; № 12; ½; ⅓; ‰; ₫; €",
        "30 °C; 30 °C; m²; H₂O; x³; № 12; ½; ⅓; ‰; ₫; €",
    ),
    Typed("comparisons", "≥ 98,5 %; ≤ 2; ≈ 3; ≠ 4; ± 0,5; × 2; ÷ 2; ∞; √; ∑; ∆; µ"),
    Typed(
        "hyphens",
        "15\u2011KH/ĐU; 15\u2010KH; 10\u201320; a\u2014b; \u22125",
        "15-KH/ĐU; 15\u2010KH; 10\u201320; a\u2014b; \u22125",
    ),
    Typed("quotes", "“Kế hoạch” ‘nhỏ’ „dưới‟ «ngoặc» …", None),
    Typed("ligatures", "ﬁ ﬂ ﬀ chữ dính", "fi fl ff chữ dính"),
    Typed("wide letters", "ＢÁＯ　ＣÁＯ １２３", "BÁO CÁO 123"),
    Typed("mathematical letters", "𝐊ế hoạch 𝟏𝟐", "Kế hoạch 12"),
    Typed("faces", "tốt 😀 👍🏽 rồi", "tốt [U+1F600] [U+1F44D][U+1F3FD] rồi"),
    Typed("letters of other scripts", "中文", "[U+4E2D][U+6587]"),
    Typed("Cyrillic and Greek", "Жук; αβγ Ω"),
    Typed("Icelandic letter", "Ðảng bộ"),
]

UNSEEN = [
    Typed("turned", "\u202eđảo chiều\u202c rồi", "đảo chiều rồi"),
    Typed("isolated", "a\u2066b\u2069c", "abc"),
    Typed(
        "without width",
        "zero\u200bwidth; BOM\ufeffgiữa; nối\u200dliền",
        "zerowidth; BOMgiữa; nốiliền",
    ),
    Typed("soft hyphens", "Ban\u00adChỉ\u00adđạo", "BanChỉđạo"),
    Typed("variant signs", "☑\ufe0f xong; ✔\ufe0f đạt", "☑ xong; ✓ đạt"),
    Typed(
        "bullets of Word",
        "\uf0b7 một; \uf0d8 hai; \uf0fc ba; \uf123 bốn",
        "• một; • hai; ✓ ba;  bốn",
    ),
    Typed("controls", "một\x02hai\x1fba\x7f", "mộthaiba"),
    Typed("apart", "Tie\u0302\u0301ng Vie\u0323\u0302t", "Tiếng Việt"),
    Typed("mark without a letter", "a \u0301b", "a \u0301b"),
    Typed("markup", '<b>đậm</b> & "trích" <script>', None),
]

LISTS = [
    Typed(
        "bullets",
        "Kết quả:\n\uf0b7\tHọp 03 hội nghị;\n\uf0b7\tBan hành kế hoạch.",
        "Kết quả:• Họp 03 hội nghị;• Ban hành kế hoạch.",
    ),
    Typed("in bullets", "•\tMột\no\tHai\n§\tBa\n•\tBốn.", "• Một ◦ Hai ▪ Ba • Bốn."),
    Typed("numbered", "1.\tMột;\n2.\tHai;\na)\tBa;\n1.1.\tBốn."),
    Typed("dashes", "- Một;\n+ Hai;\n- Ba."),
    Typed("table", "Thôn\tSố hộ\tĐạt\nThôn Đông\t120\t98,5%\nThôn Tây\t95\t100%"),
    Typed(
        "table with long cells",
        "Thôn\tGhi chú\n"
        "Thôn Đông\t" + "đường liên thôn đã bê tông hóa " * 6 + "\nThôn Tây\t" + "x" * 90,
    ),
    Typed(
        "wide table", "\n".join("\t".join(f"Cột{c}dòng{r}" for c in range(14)) for r in range(3))
    ),
    Typed("one tab", "Người lập:\tNgười Thử"),
    Typed("line ends", "một\r\nhai\rba\u2028bốn\x0bnăm", "một hai ba bốn năm"),
]

LINES = [*NUMBERS, *WORDS, *SIGNS, *UNSEEN]
ALL = [*LINES, *LISTS]
