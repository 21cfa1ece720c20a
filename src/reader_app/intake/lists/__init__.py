"""Reading lists: what other programs export, one module for each; ``recognition`` is the door."""
