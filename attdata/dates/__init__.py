"""Dates as published: a text goes in, the days it can mean and their precision come out."""
