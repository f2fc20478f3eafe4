"""Pure relevance: plain arrays in, features, probabilities, grades and evidence out. numpy and values only."""
