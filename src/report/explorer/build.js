// Bundles the page into bundle/explorer.html.inc, which explorer.cpp includes as one string: HTML whose script and style are
// allowed by their hashes alone, with {{TITLE}} and {{DATA}} to be filled in.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const output = process.argv[2] ?? "bundle/explorer.html.inc";

async function bundled(entry) {
  const options = { entryPoints: [entry], bundle: true, minify: true, write: false, target: "es2022", legalComments: "none", charset: "ascii" };
  const result = await build({ ...options, format: "iife" });
  return result.outputFiles[0].text.trim();
}

const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

const script = await bundled("main.ts");
const style = await bundled("explorer.css");
const policy = `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; base-uri 'none'; form-action 'none'`;
const notice = readFileSync("notice.txt", "utf8").trim();
const parts = { POLICY: policy, STYLE: style, SCRIPT: script, NOTICE: notice };
const template = readFileSync("explorer.html", "utf8");
const html = template.replace(/\{\{(POLICY|STYLE|SCRIPT|NOTICE)\}\}/g, (_, name) => parts[name]);
const delimiter = "vilda_explorer";
if (html.includes(`)${delimiter}"`)) throw new Error("the page holds the end of its own C++ literal");
writeFileSync(output, `R"${delimiter}(${html})${delimiter}"\n`);
