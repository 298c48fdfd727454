"""The client for servers: limits, retries, pages."""
