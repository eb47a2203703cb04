"""What is there, and what may matter: discovery, roles, suites, sifting."""
