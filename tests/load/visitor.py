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
        self.source = ""  # an address of this machine; empty: any
        self.cookies: dict[str, str] = {}
        # Hidden fields of the entry's form, most importantly its version
        self.hidden: dict[str, str] = {}

    @property
    def version(self) -> int:
        return int(self.hidden["version"])

    def cookie_line(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def log_in(self, username: str, password: str) -> None:
        self.request("GET", "/log-in/")
        form = {"username": username, "password": password}
        status, _ = self.request("POST", "/log-in/", form)
        assert status == 302, f"{username} could not log in: {status}"

    def open_submission(self) -> None:
        """Open the page; later saves send the version that it shows."""
        status, text = self.request("GET", self.page)
        assert status == 200, f"{self.page} answered {status}"
        self.hidden = self.hidden_in(text)

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
        status, text = self.request("POST", f"/entries/{self.entry}/save/", form, htmx=True)
        return status, self.hidden_in(text) if status == 200 else {}

    def upload(self, path: str, name: str, content: bytes) -> tuple[int, str]:
        """Add a file like the page does."""
        token = self.cookies.get("csrftoken", "")
        fields = {"csrfmiddlewaretoken": token, "is_declared_not_secret": "on"}
        parts = [
            f'--part\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
            for key, value in fields.items()
        ]
        disposition = f'Content-Disposition: form-data; name="file"; filename="{name}"'
        parts.append(f"--part\r\n{disposition}\r\nContent-Type: image/jpeg\r\n\r\n")
        body = "".join(parts).encode() + content + b"\r\n--part--\r\n"
        return self.request("POST", path, body, htmx=True)

    def hidden_in(self, text: str) -> dict[str, str]:
        """Hidden fields of the entry's state, in a page or in the response to a save."""
        state = text.partition(f'id="saved-{self.entry}"')[2].partition("</div>")[0]
        fields = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">', state)
        return {name: html.unescape(value) for name, value in fields}

    def request(
        self,
        method: str,
        path: str,
        form: dict[str, str] | bytes | None = None,
        *,
        htmx: bool = False,
    ) -> tuple[int, str]:
        headers = {"Cookie": self.cookie_line()}
        body: str | bytes | None = None
        if isinstance(form, bytes):
            body = form
            headers["Content-Type"] = "multipart/form-data; boundary=part"
        elif form is not None:
            token = self.cookies.get("csrftoken", "")
            body = urlencode({**form, "csrfmiddlewaretoken": token})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if htmx:
            headers["HX-Request"] = "true"
        connection = http.client.HTTPConnection(
            self.address,
            timeout=RESPONSE_TIMEOUT,
            source_address=(self.source, 0) if self.source else None,
        )
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
