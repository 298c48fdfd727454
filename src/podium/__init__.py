"""podium: a private mirror and practice room for engineers who became managers."""
