"""Who may do what: keys, roles, the table of routes, limits on how often."""
