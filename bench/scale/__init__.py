"""Evidence as large as an organisation's, and what one manager's look at it reads."""
