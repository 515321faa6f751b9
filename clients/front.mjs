// An nginx with the settings of docs/nginx.conf in front of servers of the real
// binary. All of them are ended by their process ids, at the latest with this one.
import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { watch } from "node:fs";
import { access, chmod, constants, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const shipped = new URL("../docs/nginx.conf", import.meta.url);
const started = new Set();

// nginx ends its workers when it is told to stop; a server is as well told.
process.on("exit", () => started.forEach((child) => child.kill("SIGTERM")));
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

/** program starts one and keeps the end of what it says. */
function program(file, args, options) {
  const child = spawn(file, args, { ...options, stdio: ["ignore", "ignore", "pipe"] });
  child.said = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (child.said = (child.said + text).slice(-10_000)));
  started.add(child);
  // "close" comes after the last word and also where there is no such program.
  child.ended = new Promise((done) => child.once("error", (cause) => (child.said += cause)).once("close", done)).then(() => started.delete(child));
  return child;
}

/** stop ends a program and waits until it has. */
async function stop(child, signal = "SIGTERM") {
  child.kill(signal);
  await child.ended;
}

/** find is where nginx is; Debian keeps it where an ordinary person's PATH does not lead. */
async function find() {
  for (const folder of [...process.env.PATH.split(":"), "/usr/sbin", "/usr/local/sbin"]) {
    const file = path.join(folder, "nginx");
    if (await access(file, constants.X_OK).then(() => true, () => false)) return file;
  }
  return null;
}

/** binary is nginx's program, installed if it must be, as devstack installs PostgreSQL and Redis. */
export async function binary() {
  const there = await find();
  if (there) return there;
  const rights = process.geteuid() === 0 ? [] : ["sudo", "-n"];
  const apt = [...rights, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=120"];
  try {
    for (const [file, ...args] of [[...apt, "update"], [...apt, "install", "-y", "--no-install-recommends", "nginx"]]) await run(file, args, { maxBuffer: 1 << 26 });
  } catch (cause) {
    throw new Error(`nginx is not here and cannot be installed; install it with: apt-get install nginx\n${cause.stderr || cause.message}`);
  }
  const installed = await find();
  if (!installed) throw new Error("apt-get installed nginx, but there is no program of this name");
  return installed;
}

// One server believes the tokens of the other.
const secrets = { SECRET_KEYS: randomBytes(32).toString("hex"), ...process.env };

/** serve starts a server of the shop that believes what nginx says of its clients. */
export async function serve() {
  const server = program(process.env.ZUKA_BINARY, ["serve", "--development", "--limits-off", "--addr", "127.0.0.1:0", "--trusted-proxies", "127.0.0.1"], { env: secrets });
  server.address = await new Promise((ready, failed) => {
    server.stderr.on("data", () => {
      const [, address] = /msg=serving address=([0-9.:]+)\s/.exec(server.said) ?? [];
      if (address) ready(address);
    });
    server.ended.then(() => failed(new Error(`the server did not start: ${server.said}`)));
  });
  server.stop = (signal) => stop(server, signal);
  return server;
}

async function freePort() {
  const holder = createServer().listen(0, "127.0.0.1");
  await once(holder, "listening");
  const { port } = holder.address();
  holder.close();
  await once(holder, "close");
  return port;
}

/** settings are the shipped ones with other addresses. */
async function settings(port, servers) {
  let text = await readFile(shipped, "utf8");
  const replace = (from, to) => {
    if (text.split(from).length !== 2) throw new Error(`docs/nginx.conf does not say ${from} once`);
    text = text.replace(from, to);
  };
  replace("127.0.0.1:8090", `127.0.0.1:${port}`);
  replace("127.0.0.1:8081", servers[0]);
  replace("127.0.0.1:8082", servers[1]);
  // Were there a lock, those who wait for it would be let through after 5 seconds. So
  // that a check sees that they wait, and need not measure for how long:
  replace("http {", "http { proxy_cache_lock_timeout 1h; proxy_cache_lock_age 1h;");
  return text;
}

/** front starts nginx in front of two servers, in a folder of its own. */
export async function front(nginx, servers) {
  const folder = await mkdtemp(path.join(tmpdir(), "zuka-nginx-"));
  await chmod(folder, 0o755); // As root its workers are somebody else.
  const config = path.join(folder, "nginx.conf");
  for (let left = 5; ; left--) {
    const port = await freePort();
    await writeFile(config, await settings(port, servers));
    const watcher = watch(folder);
    // It writes its number down when it listens.
    const ready = new Promise((done) => watcher.on("change", (_, name) => name === "nginx.pid" && done(true)));
    const child = program(nginx, ["-p", folder, "-c", config, "-g", "daemon off;"]);
    const listens = await Promise.race([ready, child.ended.then(() => false)]);
    watcher.close();
    if (listens) {
      const end = async () => {
        await stop(child);
        await rm(folder, { recursive: true, force: true });
      };
      return { url: `http://127.0.0.1:${port}`, stop: end };
    }
    // Somebody may have taken the port meanwhile.
    if (left === 1 || !child.said.includes("Address already in use")) throw new Error(`nginx did not start: ${child.said}`);
  }
}
