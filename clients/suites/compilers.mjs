// The compilers of Relay, graphql-codegen and Apollo accept the schema and these
// operations; the manifests that they write are published, and their documents run
// by id. Needs ZUKA_BINARY and DATABASE_URL, as `make clients` gives them.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdtemp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const here = new URL("..", import.meta.url).pathname;
const bin = (name) => path.join(here, "node_modules/.bin", name);

/** relay writes the operations for Relay, named as it wants them. */
async function relay(folder) {
  await mkdir(path.join(folder, "relay"));
  for (const file of await readdir(path.join(folder, "operations"))) {
    const text = await readFile(path.join(folder, "operations", file), "utf8");
    const [, kind, name] = /^(\w+) (\w+)/.exec(text);
    const called = kind === "fragment" ? `${name}_product` : `${name}${kind[0].toUpperCase()}${kind.slice(1)}`;
    const renamed = text.replace(name, called).replaceAll("...StorefrontCard", "...StorefrontCard_product");
    await writeFile(path.join(folder, "relay", `${name}.js`), `graphql\`${renamed}\`;\n`);
  }
  const config = {
    src: "./relay", schema: "./schema.graphql", language: "javascript", excludes: ["**/__generated__/**"],
    persistConfig: { file: "./relay.json", algorithm: "SHA256" },
    customScalarTypes: { Naira: "number", DateTime: "string", Date: "string" },
  };
  await writeFile(path.join(folder, "relay.config.json"), JSON.stringify(config));
  await writeFile(path.join(folder, "relay.json"), "{}");
  await run(bin("relay-compiler"), ["relay.config.json"], { cwd: folder });
  return "relay.json";
}

async function codegen(folder) {
  const config = {
    schema: "./schema.graphql", documents: "./operations/*.graphql",
    generates: {
      "./codegen/": {
        preset: "client", presetConfig: { persistedDocuments: { hashAlgorithm: "sha256" } },
        config: { scalars: { Naira: "number", DateTime: "string", Date: "string" } },
      },
    },
  };
  await writeFile(path.join(folder, "codegen.json"), JSON.stringify(config));
  await run(bin("graphql-codegen"), ["--config", "codegen.json"], { cwd: folder });
  return "codegen/persisted-documents.json";
}

async function apollo(folder) {
  await writeFile(path.join(folder, "persisted-query-manifest.config.json"), JSON.stringify({ documents: "operations/*.graphql", output: "apollo.json" }));
  await run(bin("generate-persisted-query-manifest"), ["--config", "persisted-query-manifest.config.json"], { cwd: folder });
  return "apollo.json";
}

/** ids are the ids of a manifest by the names of their operations. */
async function ids(file) {
  const manifest = JSON.parse(await readFile(file, "utf8"));
  const entries = manifest.operations ? manifest.operations.map(({ id, body }) => [id, body]) : Object.entries(manifest);
  return new Map(entries.map(([id, text]) => [/(?:query|mutation|subscription) (\w+)/.exec(text)[1], id]));
}

export default async function ({ url, check }) {
  const binary = process.env.ZUKA_BINARY;
  const folder = await mkdtemp(path.join(here, ".work-"));
  await cp(path.join(here, "../schema.graphqls"), path.join(folder, "schema.graphql"));
  await cp(path.join(here, "operations"), path.join(folder, "operations"), { recursive: true });
  for (const compile of [relay, codegen, apollo]) {
    await check(`${compile.name} compiles, publishes and asks by id`, async () => {
      const manifest = path.join(folder, await compile(folder));
      const known = await ids(manifest);
      assert.equal(known.size, 4);
      assert.ok(binary && process.env.DATABASE_URL, "ZUKA_BINARY and DATABASE_URL are needed to publish");
      await run(binary, ["operations", "check", manifest]);
      await run(binary, ["operations", "publish", manifest, "--client", compile.name, "--version", "1"]);
      const home = known.get("StorefrontHome") ?? known.get("StorefrontHomeQuery");
      const response = await fetch(`${url}/graphql?documentId=${encodeURIComponent(home)}`);
      const { data } = await response.json();
      assert.equal(data.shop.name, "Zuka");
      assert.match(response.headers.get("cache-control"), /^public, max-age=60/);
      const again = await fetch(`${url}/graphql?documentId=${encodeURIComponent(home)}`, { headers: { "if-none-match": response.headers.get("etag") } });
      assert.equal(again.status, 304);
    });
  }
  await rm(folder, { recursive: true });
}
