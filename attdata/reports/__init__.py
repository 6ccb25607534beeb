"""What conferences receive: a Dataset goes in; figures, the report and documents come out."""
