"""The sentences that open and close a notebook, written from the frames in six languages."""
