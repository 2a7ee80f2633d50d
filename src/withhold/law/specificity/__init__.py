"""Whether a reason says something about this person's matter: rules (`written`, `said`) and a score (`score`)."""
