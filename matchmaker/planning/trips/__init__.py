"""Trips of delegations of enterprises to universities and institutes."""
