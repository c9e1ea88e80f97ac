"""`UnitResult` → text, HTML, table. Pure functions: data in, strings out; nothing is judged or read here."""
