"""Your evidence on an engine of your organisation, written by the week."""
