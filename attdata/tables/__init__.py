"""Tables: a frame goes in; HTML, a workbook sheet or a rich notebook output comes out."""
