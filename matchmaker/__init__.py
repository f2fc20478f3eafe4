"""Expert-enterprise matchmaking for the 双百 campaign: the domain and its use cases."""

__version__ = "0.1.0"
