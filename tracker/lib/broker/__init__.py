"""The queue of messages without a server: files of the data folder, for Celery."""
