"""What the manager wrote: plain text, hers."""

from podium.journal.entry import Entry, Field, Head, Kind
from podium.journal.fields import fields_of
from podium.journal.folder import Journal, open_journal

__all__ = ["Entry", "Field", "Head", "Journal", "Kind", "fields_of", "open_journal"]
