"""Your evidence on an engine your organisation runs: written there week by week, and asked there by the same SELECTs."""
