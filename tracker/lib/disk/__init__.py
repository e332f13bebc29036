"""The disk: how much room is left, whole files, and a database that is the one of before."""
