"""What other systems may read of the portal (resources, gate, tokens) and what they are told (events, deliveries)."""
