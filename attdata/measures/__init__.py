"""Measures: a Dataset and a day go in, a frame whose numbers say what they are over comes out."""
