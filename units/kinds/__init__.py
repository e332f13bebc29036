"""Lists of words that the office maintains: kinds of unit, blocs, names of roles."""
