"""The proof that the checks judge rightly: starters, references, examples and mutants, all through the examiner."""
