"""Votes, speeches, reports and people of each State: cells go in, rows and problems come out."""
