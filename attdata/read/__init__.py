"""Any file (xlsx, text, page, XML) goes in, cells with their coordinates come out."""
