// Tells of changes of schema.graphqls that break installed clients, against the
// commit in BASE (the one before this when left out). Those that are wanted stand
// in breaking.txt, a line each, as they are told here.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { buildSchema, findBreakingChanges, findDangerousChanges } from "graphql";

const root = new URL("../../", import.meta.url).pathname;

/** before is the contract of the base. None is where there is no commit before; a base that was named has to be there. */
function before() {
  try {
    return execFileSync("git", ["show", `${process.env.BASE ?? "HEAD^"}:schema.graphqls`], { cwd: root, encoding: "utf8", maxBuffer: 1 << 26, stdio: ["ignore", "pipe", "ignore"] });
  } catch (cause) {
    if (process.env.BASE) throw cause;
    return null;
  }
}

export default async function ({ check }) {
  const schema = (text) => buildSchema(text, { assumeValidSDL: false });
  const after = readFileSync(`${root}schema.graphqls`, "utf8");
  await check("the contract is one that graphql-js takes", async () => void schema(after));
  await check("a field that goes is noticed", async () => {
    const less = after.replace(/^  "[^"\n]*"\n  currency: String!\n/m, "");
    if (less === after || findBreakingChanges(schema(after), schema(less)).length === 0) throw new Error("nothing was told");
  });
  const old = before();
  if (old === null) {
    console.log("contract: there is no commit to compare with");
    return;
  }
  const allowed = new Set(readFileSync(new URL("../breaking.txt", import.meta.url), "utf8").split("\n").filter((line) => line && !line.startsWith("#")));
  await check("nothing breaks that is not wanted", async () => {
    const broken = findBreakingChanges(schema(old), schema(after)).map(({ description }) => description).filter((text) => !allowed.has(text));
    if (broken.length > 0) throw new Error(`installed clients would break; mend it, or say so in breaking.txt:\n  ${broken.join("\n  ")}`);
  });
  for (const { description } of findDangerousChanges(schema(old), schema(after))) console.log(`contract: to think of: ${description}`);
}
