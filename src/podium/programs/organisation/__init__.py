"""What an organisation may learn of its managers together: veiled answers and no names."""
