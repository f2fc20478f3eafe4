"""What the pages of trips, pairings and meetings share: lists, asking, progress, publishing."""
