// The client graphql-ws, and the close codes of graphql-transport-ws.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createClient } from "graphql-ws";
import WebSocket from "ws";

const subscription = `subscription { leaderboard(game: SNAKE, period: DAILY) { snapshot players } }`;

export default async function ({ url, check }) {
  const address = `${url.replace("http", "ws")}/graphql`;
  const raw = (protocol = "graphql-transport-ws") => new WebSocket(address, protocol);
  /** closes is the code with which the server answers these messages. */
  const closes = async (...messages) => {
    const socket = raw();
    await once(socket, "open");
    for (const message of messages) socket.send(typeof message === "string" ? message : JSON.stringify(message));
    const [code] = await once(socket, "close");
    return code;
  };
  const init = { type: "connection_init" };
  const subscribe = { id: "1", type: "subscribe", payload: { query: subscription } };

  await check("a subscription begins with a snapshot", async () => {
    const client = createClient({ url: address, webSocketImpl: WebSocket, retryAttempts: 0 });
    const events = client.iterate({ query: subscription });
    const { value } = await events.next();
    assert.equal(value.data.leaderboard.snapshot, true);
    await events.return();
    await client.dispose();
  });
  await check("a query over the socket", async () => {
    const client = createClient({ url: address, webSocketImpl: WebSocket, retryAttempts: 0 });
    const answers = [];
    for await (const answer of client.iterate({ query: "{ shop { name } }" })) answers.push(answer);
    assert.deepEqual(answers, [{ data: { shop: { name: "Zuka" } } }]);
    await client.dispose();
  });
  await check("an unknown document's id", async () => {
    const client = createClient({ url: address, webSocketImpl: WebSocket, retryAttempts: 0 });
    const ended = new Promise((error) => client.subscribe({ query: "", extensions: { persistedQuery: { version: 1, sha256Hash: "0".repeat(64) } } }, { next() {}, error, complete() {} }));
    assert.equal((await ended)[0].extensions.code, "PERSISTED_QUERY_NOT_FOUND");
    await client.dispose();
  });
  await check("the client that comes back after a lost connection", async () => {
    let opened = 0;
    const sockets = [];
    class Counted extends WebSocket {
      constructor(...args) {
        super(...args);
        sockets.push(this);
      }
    }
    const client = createClient({ url: address, webSocketImpl: Counted, retryAttempts: 5, retryWait: async () => {}, on: { connected: () => opened++ } });
    const events = client.iterate({ query: subscription });
    await events.next();
    sockets[0].terminate();
    const { value } = await events.next();
    assert.equal(value.data.leaderboard.snapshot, true);
    assert.equal(opened, 2);
    await events.return();
    await client.dispose();
  });
  for (const [name, code, messages] of [
    ["no JSON", 4400, [init, "{"]],
    ["subscribe before init", 4401, [subscribe]],
    ["the same id twice", 4409, [init, subscribe, subscribe]],
    ["init twice", 4429, [init, init]],
  ]) {
    await check(`${name} closes with ${code}`, async () => assert.equal(await closes(...messages), code));
  }
  await check("another protocol is refused", async () => {
    const socket = raw("graphql-ws");
    const [, answer] = await once(socket, "unexpected-response");
    assert.equal(answer.statusCode, 400);
  });
}
