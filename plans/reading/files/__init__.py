"""Lines of Word files and of PDFs."""
