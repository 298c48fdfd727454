"""Reading calendars: files, recurrence rules, time zones and CalDAV."""
