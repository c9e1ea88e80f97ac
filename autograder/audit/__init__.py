"""The proof that the checks judge rightly: starters, references, right and wrong examples, and mutants through the examiner."""
