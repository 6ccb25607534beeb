"""Outreach logs, Trust Fund lists and the work plan: cells go in, frames and problems come out."""
