"""Tables, their relations and the SQL that never varies."""
