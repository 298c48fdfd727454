"""What an organisation may learn of its managers together: veiled answers, no names, no events."""
