"""What organizers decided, as ranking and training use it; retraining, and the way back from it."""
