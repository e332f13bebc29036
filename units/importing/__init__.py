"""Units and people from an Excel file: form, preview, confirmation."""
