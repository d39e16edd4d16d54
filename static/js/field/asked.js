// Whether an answer asks for the items that hang on it. The twin of supervision/models/asked.py.

// wanted: the words of the rule with commas between; word: "yes", "no", "na", points, or the words of a choice.
export const isWanted = (wanted, word) => word !== "" && wanted.split(",").map((text) => text.trim()).includes(word);
