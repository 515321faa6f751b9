// The playground's own client, which the page loads as a script: how long it waits
// before it connects again, and that it goes on after a lost connection.
import assert from "node:assert/strict";
import { createContext, runInContext } from "node:vm";
import * as graphqlWs from "graphql-ws";
import WebSocket from "ws";

export default async function ({ url, check }) {
  const sockets = [];
  class Counted extends WebSocket {
    constructor(...args) {
      super(...args);
      sockets.push(this);
    }
  }
  const createClient = (options) => graphqlWs.createClient({ webSocketImpl: Counted, ...options });
  const page = createContext({ graphqlWs: { createClient }, CloseEvent: class {}, setTimeout });
  for (const file of ["board.js", "pet.js", "live.js"]) {
    runInContext(await (await fetch(`${url}/playground/${file}`)).text(), page);
  }
  const random = (value) => runInContext(`Math.random = () => ${value}`, page);

  await check("the wait before a try doubles up to a bound, and is anything below", async () => {
    const waits = () => [0, 1, 2, 3, 4, 1000, 10000].map((tries) => page.waitBefore(tries));
    random(0);
    assert.deepEqual(waits(), [0, 0, 0, 0, 0, 0, 0]);
    random(0.5);
    assert.deepEqual(waits(), [500, 1000, 2000, 4000, 7500, 7500, 7500]);
  });
  await check("a lost connection is told and made again", async () => {
    random(0);
    const client = page.liveClient(`${url.replace("http", "ws")}/graphql`);
    const query = "subscription { leaderboard(game: SNAKE, period: ALL_TIME) { snapshot } }";
    const heard = [];
    let wake = () => {};
    const next = async () => {
      while (heard.length === 0) await new Promise((resolve) => (wake = resolve));
      return heard.shift();
    };
    const hear = (value) => {
      heard.push(value);
      wake();
    };
    const stop = client.subscribe({ query }, { next: hear, error: (cause) => hear({ cause }), complete() {} });
    assert.equal((await next()).data.leaderboard.snapshot, true);
    sockets[0].terminate();
    assert.match((await next()).errors[0].message, /^No connection since /);
    assert.equal((await next()).data.leaderboard.snapshot, true);
    assert.equal(sockets.length, 2);
    stop();
  });
}
