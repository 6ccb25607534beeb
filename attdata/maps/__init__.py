"""Maps and tiles: a frame of statuses or rates goes in, Axes with every State visible come out."""
