// The logic of the component out of the file that is shipped.
import fs from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import path from "node:path";

const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../../qualcode/app/component/built");
const { files } = JSON.parse(fs.readFileSync(path.join(folder, "sources.json"), "utf8"));
const script = files.find((name) => name.endsWith(".js"));
export const { logic } = await import(pathToFileURL(path.join(folder, script)).href);

/** A generator of numbers below `limit` that gives the same ones in every run. */
export function numbers(seed) {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % limit;
  };
}
