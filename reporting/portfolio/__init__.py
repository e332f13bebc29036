"""All plans of a reader at once: their list, the chooser of the bar, who is late anywhere."""
