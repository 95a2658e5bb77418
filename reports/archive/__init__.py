"""Everything of one project as one ZIP, in the order an auditor reads it."""
