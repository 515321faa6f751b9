// docs/nginx.conf in front of two servers: what is for everybody is kept and nothing
// else is, streams and sockets pass, and a server may be killed.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import { createClient } from "graphql-ws";
import WebSocket from "ws";
import { binary, front, serve } from "../front.mjs";

const run = promisify(execFile);
const sha256 = (text) => createHash("sha256").update(text).digest("hex");
const listed = "{ products(first: 20) { nodes { id name description } } }";
const documents = {
  kept: `query NginxKept ${listed}`,
  packed: `query NginxPacked ${listed}`,
  cart: "query NginxCart { cart { id quantity } }",
  board: "subscription NginxBoard { leaderboard(game: SNAKE, period: DAILY) { snapshot } }",
};
const json = "application/json";
const people = 8;

/** ask sends a request as it is: no header of its own, nothing unpacked, a connection for itself. */
function ask(url, { method = "GET", headers = {}, body } = {}) {
  return new Promise((answered, failed) => {
    const request = http.request(url, { method, headers, agent: false }, async (response) => {
      try {
        const parts = [];
        for await (const part of response) parts.push(part);
        answered({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) });
      } catch (cause) {
        failed(cause);
      }
    });
    request.on("error", failed).end(body);
  });
}

function post(url, message, headers = {}) {
  return ask(`${url}/graphql`, { method: "POST", headers: { "content-type": json, ...headers }, body: JSON.stringify(message) });
}

async function data(answer) {
  const { status, body } = await answer;
  const told = JSON.parse(body);
  assert.equal(status, 200, String(body));
  assert.equal(told.errors, undefined, String(body));
  return told.data;
}

/** publish makes the documents known, as a build does. */
async function publish() {
  const folder = await mkdtemp(path.join(tmpdir(), "zuka-manifest-"));
  const file = path.join(folder, "manifest.json");
  await writeFile(file, JSON.stringify(Object.fromEntries(Object.values(documents).map((text) => [sha256(text), text]))));
  await run(process.env.ZUKA_BINARY, ["operations", "publish", file, "--client", "nginx", "--version", "1"]);
  await rm(folder, { recursive: true });
}

/** by is the address of a document. */
const by = (url, text) => `${url}/graphql?documentId=${sha256(text)}`;

/** hit asks until nginx has it: an answer may be read before it is written down. */
async function hit(address, headers) {
  for (let left = 100; left > 0; left--) {
    const answer = await ask(address, { headers });
    if (answer.headers["x-cache"] === "HIT") return answer;
  }
  throw new Error(`never kept: ${address}`);
}

/** guest is how a new one makes themselves known: an app by a token, a page by a cookie. */
async function guest(url, app) {
  const answer = await post(url, { query: "mutation { sessionStart { tokens { accessToken } } }" }, app ? { "x-client-platform": "android" } : {});
  const { tokens } = (await data(answer)).sessionStart;
  return app ? { "x-client-platform": "android", authorization: `Bearer ${tokens.accessToken}` } : { cookie: answer.headers["set-cookie"][0].split(";")[0] };
}

/** shopper is a guest with so many pieces in the cart. */
async function shopper(url, productId, quantity) {
  const headers = await guest(url, quantity % 2 === 0);
  const query = "mutation Add($lines: [CartLineInput!]!) { cartLinesAdd(lines: $lines) { cart { id quantity } } }";
  const { cart } = (await data(post(url, { query, variables: { lines: [{ productId, quantity }] } }, headers))).cartLinesAdd;
  return { cart, headers };
}

/** sockets is how many subscriptions over sockets a server has. */
async function sockets(server) {
  const { body } = await ask(`http://${server.address}/metrics`);
  return Number(/^zuka_open_streams\{transport="websocket"\} (\d+)/m.exec(body)?.[1] ?? 0);
}

async function keeps(url, check) {
  await check("a public answer is kept, with its ETag", async () => {
    const address = by(url, documents.kept);
    const first = await ask(address);
    assert.equal(first.status, 200);
    assert.equal(first.headers["x-cache"], "MISS");
    assert.match(first.headers["cache-control"], /^public, max-age=60,/);
    assert.ok(first.headers.etag);
    const second = await hit(address);
    assert.deepEqual(second.body, first.body);
    assert.equal(second.headers.etag, first.headers.etag);
    const third = await ask(address, { headers: { "if-none-match": first.headers.etag } });
    assert.deepEqual([third.status, third.headers["x-cache"], third.body.length], [304, "HIT", 0]);
    const other = await ask(address, { headers: { "if-none-match": 'W/"another"' } });
    assert.deepEqual([other.status, other.headers["x-cache"]], [200, "HIT"]);
  });
  await check("each type and packing is kept apart", async () => {
    const address = by(url, documents.packed);
    const kinds = [json, "application/graphql-response+json"].flatMap((accept) => ["gzip", "identity"].map((packing) => ({ accept, "accept-encoding": packing })));
    const [plain] = await Promise.all(kinds.map((headers) => ask(address, { headers }).then(unpacked)));
    for (const headers of kinds) {
      const answer = await hit(address, headers);
      assert.match(String(answer.headers.vary), /accept\b(?!-)/i);
      assert.match(String(answer.headers.vary), /accept-encoding/i);
      assert.ok(answer.headers["content-type"].startsWith(headers.accept), answer.headers["content-type"]);
      assert.equal(answer.headers["content-encoding"] ?? "identity", headers["accept-encoding"]);
      assert.deepEqual(unpacked(answer), plain);
    }
  });
}

const unpacked = ({ headers, body }) => (headers["content-encoding"] === "gzip" ? gunzipSync(body) : body);

async function parts(url, check) {
  await check("everybody gets their own cart, and it is never kept", async () => {
    const { products } = await data(post(url, { query: "{ products(first: 1, filter: { inStock: true }) { nodes { id } } }" }));
    const shoppers = await Promise.all(Array.from({ length: people }, (_, i) => shopper(url, products.nodes[0].id, 1 + i)));
    assert.equal(new Set(shoppers.map(({ cart }) => cart.id)).size, people);
    const address = by(url, documents.cart);
    const guests = Array.from({ length: people }, () => ({ cart: null, headers: {} }));
    const strangers = [{ authorization: "Bearer nobody's" }, { cookie: "zuka_session=nobody's" }];
    for (let round = 0; round < 3; round++) {
      await Promise.all([...shoppers, ...guests].map(async ({ cart, headers }) => {
        const answer = await ask(address, { headers });
        assert.deepEqual((await data(answer)).cart, cart);
        assert.notEqual(answer.headers["x-cache"], "HIT");
        assert.match(answer.headers["cache-control"], /no-store|private/);
      }).concat(strangers.map(async (headers) => {
        const answer = await ask(address, { headers });
        assert.notEqual(answer.headers["x-cache"], "HIT");
        for (const { cart } of shoppers) assert.ok(!String(answer.body).includes(cart.id));
      })));
    }
  });
}

/** queues checks with a shop that answers nobody before all have asked. */
async function queues(nginx, check) {
  await check("who asks for something of their own waits for nobody", async () => {
    const waiting = [];
    const shop = http.createServer((request, response) => {
      waiting.push(() => response.writeHead(200, { "content-type": json, "cache-control": "no-store" }).end(request.headers.cookie));
      if (waiting.length === people) waiting.forEach((answer) => answer());
    });
    await once(shop.listen(0, "127.0.0.1"), "listening");
    const address = `127.0.0.1:${shop.address().port}`;
    const before = await front(nginx, [address, address]);
    try {
      await bounded("not all have reached the shop: they wait for one another", Promise.all(Array.from({ length: people }, async (_, i) => {
        const { body } = await ask(`${before.url}/graphql?documentId=cart`, { headers: { cookie: `person=${i}` } });
        assert.equal(String(body), `person=${i}`);
      })));
    } finally {
      shop.close();
      shop.closeAllConnections();
      await before.stop();
    }
  });
}

/** bounded says what did not come within a minute. */
function bounded(what, work) {
  let timer;
  const late = new Promise((_, failed) => (timer = setTimeout(() => failed(new Error(what)), 60_000)));
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

async function passes(url, check) {
  await check("a page of nginx's own address may post, another may not", async () => {
    const query = "{ shop { name } }";
    assert.deepEqual(await data(post(url, { query }, { origin: url })), { shop: { name: "Zuka" } });
    assert.equal((await post(url, { query }, { origin: "http://elsewhere.example" })).status, 403);
  });
  await check("a stream passes as it comes and stays open", async () => {
    const address = by(url, documents.board);
    const request = http.get(address, { agent: false, headers: { accept: "text/event-stream" } });
    const [response] = await once(request, "response");
    let heard = "";
    // The first event, and later the word that a silent stream lives.
    for await (const part of response.setEncoding("utf8")) {
      heard += part;
      if (/"snapshot":true[^]*\n:\n/.test(heard)) break;
    }
    request.destroy();
    assert.match(response.headers["content-type"], /^text\/event-stream/);
    assert.match(heard, /^event: next\ndata: .*"snapshot":true[^]*\n:\n/m, heard);
  });
  await check("a socket of a page passes and stays open", async () => {
    const socket = new WebSocket(`${url.replace("http", "ws")}/graphql`, "graphql-transport-ws", { origin: url });
    const closed = once(socket, "close").then(([code]) => Promise.reject(new Error(`it closed with ${code}`)));
    closed.catch(() => {});
    await Promise.race([once(socket, "open"), closed]);
    const pinged = once(socket, "ping"); // Of one that is silent.
    const snapshot = new Promise((heard) => socket.on("message", (text) => JSON.parse(text).type === "next" && heard(JSON.parse(text).payload)));
    socket.send(JSON.stringify({ type: "connection_init" }));
    await Promise.race([once(socket, "message"), closed]);
    socket.send(JSON.stringify({ id: "1", type: "subscribe", payload: { query: documents.board } }));
    assert.deepEqual(await Promise.race([snapshot, closed]), { data: { leaderboard: { snapshot: true } } });
    await Promise.race([pinged, closed]);
    socket.close();
    await once(socket, "close");
  });
  await check("a socket of another page is refused", async () => {
    const socket = new WebSocket(`${url.replace("http", "ws")}/graphql`, "graphql-transport-ws", { origin: "http://elsewhere.example" });
    const [, answer] = await once(socket, "unexpected-response");
    assert.equal(answer.statusCode, 403);
  });
}

async function survives(url, servers, check) {
  await check("a socket whose server is killed ends, and comes back to the other one", async () => {
    while ((await Promise.all(servers.map(sockets))).some((open) => open > 0)); // Those of other checks are going.
    let closed;
    const ended = new Promise((heard) => (closed = heard));
    const client = createClient({
      url: `${url.replace("http", "ws")}/graphql`, webSocketImpl: WebSocket, retryAttempts: 5, retryWait: async () => {}, on: { closed },
    });
    const events = client.iterate({ query: documents.board });
    await events.next();
    const [mine, other] = (await sockets(servers[0])) > 0 ? servers : servers.toReversed();
    assert.deepEqual([await sockets(mine), await sockets(other)], [1, 0]);
    await mine.stop("SIGKILL");
    assert.equal((await ended).code, 1006);
    const { value } = await events.next();
    assert.equal(value.data.leaderboard.snapshot, true);
    assert.equal(await sockets(other), 1);
    assert.deepEqual(await data(post(url, { query: "{ shop { name } }" })), { shop: { name: "Zuka" } });
    await events.return();
    await client.dispose();
  });
}

export default async function ({ check }) {
  let nginx, before;
  const servers = [];
  await check("nginx is here, or is installed", async () => void (nginx = await binary()));
  if (!nginx) return; // And this has failed.
  try {
    await check("it starts in front of two servers", async () => {
      await publish();
      servers.push(...(await Promise.all([serve(), serve()])));
      before = await front(nginx, servers.map(({ address }) => address));
    });
    if (!before) return;
    await keeps(before.url, check);
    await parts(before.url, check);
    await queues(nginx, check);
    await passes(before.url, check);
    await survives(before.url, servers, check);
  } finally {
    await before?.stop();
    await Promise.all(servers.map((server) => server.stop()));
  }
}
