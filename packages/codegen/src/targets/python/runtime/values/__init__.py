"""Values of Python as PostgreSQL takes them, and back."""
