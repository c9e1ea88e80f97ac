"""The self-learner's loop: `check()` in the notebook; check, watch, hint, list, reset and learn in the terminal."""
