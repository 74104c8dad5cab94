"""Made-up content in bulk, for load tests: past the services, but leaving every count and entry as they would."""
