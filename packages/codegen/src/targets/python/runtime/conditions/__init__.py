"""Conditions to SQL."""
