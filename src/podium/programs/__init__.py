"""The programs of a leadership practice: each a small engine over files she wrote."""
