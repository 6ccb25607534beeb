"""Workbooks of the xlsx form: archive, shared texts, sheets and values, read within limits."""
