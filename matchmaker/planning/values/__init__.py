"""Problems and plans as frozen values: what goes into the planner and what comes out."""
