// Bundles src/ into built/: one script and one style sheet, named by their content, and sources.json, which tells a test what they were made of.

const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");
const esbuild = require("esbuild");

const source = path.join(__dirname, "src");
const target = path.join(__dirname, "built");

/** Line ends do not count: git may write others on Windows. */
function hashOf(names, folder) {
  const hash = createHash("sha256");
  for (const name of names) {
    const text = fs.readFileSync(path.join(folder, name), "utf8").replaceAll("\r\n", "\n");
    hash.update(`${name}\0${text}\0`, "utf8");
  }
  return hash.digest("hex");
}

const options = { minify: true, target: ["chrome110", "firefox115", "safari16.4"], legalComments: "none", charset: "utf8", write: false };
const script = esbuild.buildSync({ ...options, entryPoints: [path.join(source, "index.ts")], bundle: true, format: "esm" }).outputFiles[0].text;
const style = esbuild.buildSync({ ...options, entryPoints: [path.join(source, "style.css")] }).outputFiles[0].text;

fs.rmSync(target, { recursive: true, force: true });
fs.mkdirSync(target);
const write = (text, suffix) => {
  const name = `index-${createHash("sha256").update(text).digest("hex").slice(0, 10)}.${suffix}`;
  fs.writeFileSync(path.join(target, name), text);
  return name;
};
const built = [write(script, "js"), write(style, "css")];
const sources = hashOf(fs.readdirSync(source).sort(), source);
fs.writeFileSync(path.join(target, "sources.json"), `${JSON.stringify({ sources, built: hashOf([...built].sort(), target), files: built }, null, 2)}\n`);
console.log(built.map((name) => `${name}: ${(fs.statSync(path.join(target, name)).size / 1024).toFixed(1)} KB`).join("\n"));
