"""What she runs over months: delegation, drills, leave, mentoring, portfolio and README."""
