"""The visit planner: columns of day trips, priced exactly, chosen by integer solves and neighbourhoods."""
