"""What nbgrader loads from `nbgrader_config.py`: preprocessors for releasing and for grading."""
