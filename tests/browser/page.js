// Models made by the program, their pages, and a browser that has no network.
import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

export const program = process.env.VILDA_PROGRAM ?? "build/vilda";
export const folder = mkdtempSync(join(tmpdir(), "vilda-browser-"));

export function vilda(...args) {
  return execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** Trains on a corpus and gives the model's folder. */
export function model(name, corpus, topics, ...more) {
  const place = join(folder, name);
  vilda("train", corpus, "--model", place, "--topics", String(topics), "--passes", "15", "--quiet", ...more);
  return place;
}

export function pageOf(place, ...more) {
  vilda("report", place, ...more, "--output", `${place}.html`, "--force", "--quiet");
  return `${place}.html`;
}

export function corpusFile(name, lines) {
  const path = join(folder, name);
  writeFileSync(path, lines.map((line) => `${line}\n`).join(""));
  return path;
}

const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

export async function browser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags });
}

/** Opens a page from disk; whatever it asks of the network, prints or throws is kept in `complaints`. */
export async function open(chrome, path, options = {}) {
  const context = await chrome.newContext({ viewport: { width: 1400, height: 1000 }, offline: true, ...options });
  const tab = await context.newPage();
  const complaints = [];
  tab.on("console", (message) => complaints.push(message.text()));
  tab.on("pageerror", (error) => complaints.push(error.message));
  tab.on("dialog", (dialog) => complaints.push(`dialog ${dialog.message()}`) && dialog.dismiss());
  tab.on("request", (request) => request.url() === `file://${path}` || complaints.push(`asked for ${request.url()}`));
  await tab.goto(`file://${path}`);
  return { tab, complaints };
}
