// answerKeeper puts the pieces of a pet's answer together, as docs/pets.md tells:
// those of one run, until its end brings the whole text. What is no such message is
// answered as it came.
function answerKeeper() {
  const answers = new Map();
  return (message) => {
    const part = Object.values(message.data ?? {}).find(isReply);
    if (!part) return message;
    const { __typename: type, runId, text } = part;
    if (type === "PetTextDelta" && runId) answers.set(runId, (answers.get(runId) ?? "") + text);
    if (type === "PetMessageDone" && runId) answers.set(runId, part.message?.text ?? answers.get(runId));
    const answer = answers.get(runId ?? [...answers.keys()].at(-1));
    return answer ? { answer, ...message } : message;
  };
}

// isReply tells whether a field is a part of a pet's answer.
function isReply(field) {
  return typeof field?.__typename === "string" && field.__typename.startsWith("Pet") && Number.isInteger(field.seq);
}
