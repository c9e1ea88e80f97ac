"""Running learner code, and talking to it in plain data."""
