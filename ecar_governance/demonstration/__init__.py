"""The conference of `ecar demo`: founding, resolution and open work, through the services that people use."""
