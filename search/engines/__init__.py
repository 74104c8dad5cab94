"""The engines that answer questions; all speak `search.types`."""
