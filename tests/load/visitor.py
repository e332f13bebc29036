"""One person's browser, as far as filing needs it: cookies, the token of forms, a draft."""

import html
import http.client
import re
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

ANSWER_WITHIN = 30  # seconds


class Visitor:
    """Logs in, opens a report and saves one entry of it, over plain HTTP on loopback."""

    def __init__(self, url: str, *, submission: int, entry: int) -> None:
        self.address = urlsplit(url).netloc
        self.entry = entry
        self.page = f"/submissions/{submission}/"
        self.cookies: dict[str, str] = {}
        # What the form of the entry holds hidden: the version above all
        self.hidden: dict[str, str] = {}

    @property
    def version(self) -> int:
        return int(self.hidden["version"])

    def log_in(self, username: str, password: str) -> None:
        self._ask("GET", "/log-in/")
        form = {"username": username, "password": password}
        status, _ = self._ask("POST", "/log-in/", form)
        assert status == 302, f"{username} could not log in: {status}"

    def open_report(self) -> None:
        """As a person opens the page: from now on its saves name the version it showed."""
        status, text = self._ask("GET", self.page)
        assert status == 200, f"{self.page} answered {status}"
        self.hidden = self._hidden_in(text)

    def save(self, result: str) -> tuple[int, dict[str, str]]:
        """Save the entry, as the page does while one types. The status and the new hidden fields.

        What the page then holds is up to the caller: an answer is no acknowledgement yet.
        """
        form = {
            **self.hidden,
            "state": "in_progress",
            "percent": "50",
            "result": result,
            "obstacle": "",
            "recommendation": "",
        }
        status, text = self._ask("POST", f"/entries/{self.entry}/save/", form, htmx=True)
        return status, self._hidden_in(text) if status == 200 else {}

    def _hidden_in(self, text: str) -> dict[str, str]:
        """The hidden fields of the entry's own state, in a page or in the answer to a save."""
        state = text.partition(f'id="saved-{self.entry}"')[2].partition("</div>")[0]
        fields = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">', state)
        return {name: html.unescape(value) for name, value in fields}

    def _ask(
        self, method: str, path: str, form: dict[str, str] | None = None, *, htmx: bool = False
    ) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            token = self.cookies.get("csrftoken", "")
            body = urlencode({**form, "csrfmiddlewaretoken": token})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if htmx:
            headers["HX-Request"] = "true"
        connection = http.client.HTTPConnection(self.address, timeout=ANSWER_WITHIN)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
            for line in answer.headers.get_all("Set-Cookie", []):
                for name, morsel in SimpleCookie(line).items():
                    self.cookies[name] = morsel.value
            return answer.status, text
        finally:
            connection.close()
