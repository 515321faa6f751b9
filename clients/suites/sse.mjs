// The client graphql-sse in its distinct connections mode.
import assert from "node:assert/strict";
import { createClient } from "graphql-sse";

export default async function ({ url, check }) {
  const client = () => createClient({ url: `${url}/graphql`, singleConnection: false, retryAttempts: 0 });
  await check("a subscription begins with a snapshot", async () => {
    const events = client().iterate({ query: `subscription { leaderboard(game: QUIZ, period: ALL_TIME) { snapshot } }` });
    const { value } = await events.next();
    assert.equal(value.data.leaderboard.snapshot, true);
    await events.return();
  });
  await check("a query is one event and the end", async () => {
    const answers = [];
    for await (const answer of client().iterate({ query: "{ shop { name } }" })) answers.push(answer);
    assert.deepEqual(answers, [{ data: { shop: { name: "Zuka" } } }]);
  });
  await check("a document that is wrong", async () => {
    const answers = [];
    for await (const answer of client().iterate({ query: "subscription { nothing }" })) answers.push(answer);
    assert.equal(answers[0].errors[0].extensions.code, "BAD_USER_INPUT");
  });
}
