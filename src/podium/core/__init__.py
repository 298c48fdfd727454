"""The words every other room uses; imports nothing of ours, touches no disk and no clock."""
