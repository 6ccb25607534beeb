"""What stands behind ``workbook.py``: one module per form of file, each within limits."""
