"""The build: raw files go in, checked frames with their data package come out, on disk and back."""
