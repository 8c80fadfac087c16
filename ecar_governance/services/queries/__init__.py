"""Read models: what each page shows, as plain values in one language. Nothing here changes anything."""
