"""The web server's side of slow lines: threads meet only whole requests, and never wait to send."""
