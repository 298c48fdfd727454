"""Where traces come from: one file per place; returns traces, stores nothing."""
