"""The guide inside the product: first steps by role, a page of help for each screen."""
