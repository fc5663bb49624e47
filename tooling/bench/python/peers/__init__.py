"""Those who take part, a module for each library."""
