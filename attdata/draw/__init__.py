"""Charts: a frame goes in, Axes come out; style, captions and saving of every figure."""
