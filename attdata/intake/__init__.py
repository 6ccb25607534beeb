"""Bring the raw files up to date: keep a received file, take it back, fetch the depositary's pages.

In come files as somebody sent or published them, and a raw folder; out goes the same folder with
one file more, its source note and a line in ``additions.csv``, and the news against what was held.
"""
