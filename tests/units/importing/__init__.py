"""Units and people from Excel files."""
