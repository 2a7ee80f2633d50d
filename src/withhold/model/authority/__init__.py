"""Authority: what the signed events of an instance let each person do, beginning with its founding statement."""
