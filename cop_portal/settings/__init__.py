"""Settings: `base` is safe for production; `demo`, `dev` and `test` loosen it, `production` demands its secrets."""
