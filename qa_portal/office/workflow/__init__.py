"""The office's machines register themselves when they are imported (OfficeConfig.ready)."""
