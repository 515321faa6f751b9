// Runs every suite of this folder against a server whose address is in ZUKA_URL,
// and says what failed. `make clients` starts one.
import { readdir } from "node:fs/promises";

const url = process.env.ZUKA_URL;
if (!url) throw new Error("ZUKA_URL is missing: use `make clients`");

let failed = 0;
let passed = 0;

/** check runs one check and keeps what came of it. */
async function check(name, work) {
  // The longest of them is a compiler and two runs of the binary, on a busy machine.
  const bound = new Promise((_, late) => setTimeout(() => late(new Error("nothing came within 180 seconds")), 180_000).unref());
  try {
    await Promise.race([work(), bound]);
    passed++;
  } catch (cause) {
    failed++;
    console.error(`✗ ${name}\n  ${cause?.stack ?? cause}`);
  }
}

const only = process.argv.slice(2);
for (const file of (await readdir(new URL("suites/", import.meta.url))).sort()) {
  const name = file.replace(".mjs", "");
  if (only.length > 0 && !only.includes(name)) continue;
  const before = passed;
  const { default: suite } = await import(`./suites/${file}`);
  await suite({ url, check: (what, work) => check(`${name}: ${what}`, work) });
  console.log(`${name}: ${passed - before} passed`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
