"""The depositary's status tables: cells go in, treaty actions and located problems come out."""
