"""The device of a session in words, from what the browser says of itself."""

UNKNOWN = "Thiết bị không rõ"
# The first that is found; a browser names those that it imitates too
_BROWSERS = (
    ("coc_coc", "Cốc Cốc"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Trình duyệt Samsung"),
    ("Zalo", "Zalo"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "điện thoại Android"),
    ("Windows", "máy tính Windows"),
    ("Mac OS X", "máy Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "máy tính Linux"),
)


def in_words(user_agent: str) -> str:
    """For example "Chrome trên máy tính Windows"."""
    browser = next((word for mark, word in _BROWSERS if mark in user_agent), "")
    system = next((word for mark, word in _SYSTEMS if mark in user_agent), "")
    if browser and system:
        return f"{browser} trên {system}"
    return browser or (system[:1].upper() + system[1:]) or UNKNOWN
