"""Hidden checks: never in a wheel, a release or a learner's process."""
