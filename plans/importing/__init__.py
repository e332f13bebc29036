"""Plans from a file or from pasted text: upload, reading in a worker, review, writing."""
