"""The need coach (需求教练): what a text says already, what it seems to be instead of a need, what it repeats."""
