"""A minimal browser for filing: cookies, CSRF token, one draft."""

import html
import http.client
import re
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

RESPONSE_TIMEOUT = 30  # seconds


class Visitor:
    """Logs in, opens a submission and saves one entry, over plain HTTP on loopback."""

    def __init__(self, url: str, *, submission: int, entry: int) -> None:
        self.address = urlsplit(url).netloc
        self.entry = entry
        self.page = f"/submissions/{submission}/"
        self.cookies: dict[str, str] = {}
        # Hidden fields of the entry's form, most importantly its version
        self.hidden: dict[str, str] = {}

    @property
    def version(self) -> int:
        return int(self.hidden["version"])

    def cookie_line(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def log_in(self, username: str, password: str) -> None:
        self._request("GET", "/log-in/")
        form = {"username": username, "password": password}
        status, _ = self._request("POST", "/log-in/", form)
        assert status == 302, f"{username} could not log in: {status}"

    def open_submission(self) -> None:
        """Open the page; later saves send the version that it shows."""
        status, text = self._request("GET", self.page)
        assert status == 200, f"{self.page} answered {status}"
        self.hidden = self._hidden_in(text)

    def save(self, result: str) -> tuple[int, dict[str, str]]:
        """Save the entry like the page's autosave. Returns the status and the new hidden fields.

        Storing them is up to the caller: a response is not yet an acknowledgement.
        """
        form = {
            **self.hidden,
            "state": "in_progress",
            "percent": "50",
            "result": result,
            "obstacle": "",
            "recommendation": "",
        }
        status, text = self._request("POST", f"/entries/{self.entry}/save/", form, htmx=True)
        return status, self._hidden_in(text) if status == 200 else {}

    def _hidden_in(self, text: str) -> dict[str, str]:
        """Hidden fields of the entry's state, in a page or in the response to a save."""
        state = text.partition(f'id="saved-{self.entry}"')[2].partition("</div>")[0]
        fields = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">', state)
        return {name: html.unescape(value) for name, value in fields}

    def _request(
        self, method: str, path: str, form: dict[str, str] | None = None, *, htmx: bool = False
    ) -> tuple[int, str]:
        headers = {"Cookie": self.cookie_line()}
        body = None
        if form is not None:
            token = self.cookies.get("csrftoken", "")
            body = urlencode({**form, "csrfmiddlewaretoken": token})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if htmx:
            headers["HX-Request"] = "true"
        connection = http.client.HTTPConnection(self.address, timeout=RESPONSE_TIMEOUT)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode()
            for line in response.headers.get_all("Set-Cookie", []):
                for name, morsel in SimpleCookie(line).items():
                    self.cookies[name] = morsel.value
            return response.status, text
        finally:
            connection.close()
