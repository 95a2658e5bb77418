// node static/vendor.mjs [--check]
// Copies the pinned npm files into static/vendor, strips sourceMappingURL (collectstatic fails on missing maps) and writes
// SHA256SUMS; --check compares instead of writing.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

const FILES = {
  bootstrap: ["dist/css/bootstrap.min.css", "LICENSE"],
  "htmx.org": ["dist/htmx.min.js", "LICENSE"],
  "tus-js-client": ["dist/tus.min.js", "LICENSE"],
  "tom-select": ["dist/js/tom-select.popular.min.js", "dist/css/tom-select.min.css", "LICENSE"],
};
const ROOT = path.dirname(path.dirname(new URL(import.meta.url).pathname));
const OUT = path.join(ROOT, "static/vendor");
const checking = process.argv.includes("--check");

function stripped(file) {
  const bytes = readFileSync(file);
  if (!/\.(js|css)$/.test(file)) return bytes;
  return Buffer.from(bytes.toString("utf8").replace(/\n?(\/\/|\/\*)[#@] sourceMappingURL=.*?(\*\/)?\s*$/, "\n"));
}

function vendored() {
  return Object.entries(FILES).flatMap(([name, files]) => {
    const source = path.join(ROOT, "node_modules", name);
    const { version } = JSON.parse(readFileSync(path.join(source, "package.json")));
    return files.map((file) => ({
      target: `${name}-${version}/${path.basename(file)}`,
      bytes: stripped(path.join(source, file)),
    }));
  });
}

const files = vendored();
const sums = files
  .map(({ target, bytes }) => `${createHash("sha256").update(bytes).digest("hex")}  ${target}\n`)
  .join("");
files.push({ target: "SHA256SUMS", bytes: Buffer.from(sums) });

if (checking) {
  const differing = files.filter(({ target, bytes }) => {
    const copy = path.join(OUT, target);
    return !existsSync(copy) || !readFileSync(copy).equals(bytes);
  });
  differing.forEach(({ target }) => console.error(`differs: static/vendor/${target}`));
  process.exit(differing.length ? 1 : 0);
}
rmSync(OUT, { recursive: true, force: true });
for (const { target, bytes } of files) {
  const copy = path.join(OUT, target);
  mkdirSync(path.dirname(copy), { recursive: true });
  writeFileSync(copy, bytes);
}
console.log(`${files.length} files in static/vendor`);
