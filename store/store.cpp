// Filled with its room.
