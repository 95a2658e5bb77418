"""Job handlers of this app."""
