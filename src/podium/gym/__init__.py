"""The gym: rehearse a hard conversation, then read a debrief that quotes your own words."""
