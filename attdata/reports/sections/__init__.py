"""The sections of the report: facts go in; headings, sentences, figures and tables come out."""
