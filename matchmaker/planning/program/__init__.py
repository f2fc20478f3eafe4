"""Mixed-integer programs as arrays: built by families of rows, restricted, solved with HiGHS, bounded by duals."""
