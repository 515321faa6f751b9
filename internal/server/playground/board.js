// boardKeeper makes the whole board of the messages of a leaderboard, as
// docs/playing.md tells: a map by player.key; a snapshot empties it, `left` go,
// `entries` come. What is no such message is answered as it came.
function boardKeeper() {
  const board = new Map();
  return (message) => {
    const frame = Object.values(message.data ?? {}).find(movesBoard);
    if (!frame) return message;
    if (frame.snapshot) board.clear();
    for (const key of frame.changes.left) board.delete(key);
    for (const entry of frame.changes.entries) board.set(entry.player.key, entry);
    const sorted = [...board.values()].sort((a, b) => a.rank - b.rank);
    return { board: sorted.map(boardLine), ...message };
  };
}

// movesBoard tells whether a field has all that a board is made of.
function movesBoard(field) {
  const { entries, left } = field?.changes ?? {};
  return (
    typeof field?.snapshot === "boolean" &&
    Array.isArray(left) &&
    Array.isArray(entries) &&
    entries.every(({ rank, player }) => Number.isInteger(rank) && typeof player?.key === "string")
  );
}

// boardLine is a place in one line, so that the board is seen at a glance.
function boardLine({ rank, score, player: { key, ...shown } }) {
  const number = (value, width) => String(value ?? "").padStart(width);
  return [number(rank, 3), number(score, 7), "", ...Object.values(shown)].join(" ");
}
