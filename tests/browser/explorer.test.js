import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { browser, model, open, pageOf, program, vilda } from "./page.js";

const corpus = "data/state-of-the-union.train.tsv";
let chrome, place, path, tab, complaints;

before(async () => {
  place = model("union", corpus, 12);
  path = pageOf(place, corpus);
  chrome = await browser();
  ({ tab, complaints } = await open(chrome, path));
});
after(async () => chrome?.close());

const shownWords = (page = tab) => page.locator(".bars .name").allTextContents();
const pressed = (page = tab) => page.locator('#list [aria-pressed="true"]').getAttribute("data-topic");

/** What the terminal program says a topic's first words are, cut as the chart cuts them. */
function wordsOf(topic, ...order) {
  const all = JSON.parse(vilda("topics", place, "--words", "30", "--json", ...order)).topics;
  return all[Number(topic)].words.map(({ word }) => ([...word].length > 19 ? `${[...word].slice(0, 18).join("")}…` : word));
}

async function moveSlider(lambda, page = tab) {
  await page.locator("#lambda").evaluate((input, value) => {
    input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }, lambda);
}

test("it opens from disk without the network and without a message", async () => {
  assert.equal(await tab.locator("#list button").count(), 12);
  assert.match(await tab.locator("h1").textContent(), /state of the union/);
  assert.deepEqual(complaints, []);
});

test("a click on a topic of the map changes the words", async () => {
  const before = await shownWords();
  const other = (Number(await pressed()) + 1) % 12;
  await tab.locator(`#map [data-topic="${other}"] circle`).click({ force: true });
  assert.equal(await pressed(), String(other));
  assert.notDeepEqual(await shownWords(), before);
  assert.deepEqual(await shownWords(), wordsOf(other, "--rank", "relevance", "--relevance-lambda", "0.6"));
});

test("the slider orders the words as vilda topics does", async () => {
  for (const topic of [0, 5, 11]) {
    await tab.locator(`#list [data-topic="${topic}"]`).click();
    for (const lambda of ["0", "0.07", "0.33", "0.6", "0.85", "1"]) {
      await moveSlider(lambda);
      assert.deepEqual(await shownWords(), wordsOf(topic, "--rank", "relevance", "--relevance-lambda", lambda), `topic ${topic}, lambda ${lambda}`);
    }
  }
  await moveSlider("0.6");
});

test("vilda topics and the page have the numbers that NumPy has", () => {
  execFileSync("/usr/bin/python3", ["tests/browser/agreement.py", program, place, path], { stdio: ["ignore", "inherit", "inherit"] });
});

test("FREX orders the words as vilda topics does", async () => {
  await tab.locator("#order").selectOption("frex");
  assert.deepEqual(await shownWords(), wordsOf(await pressed(), "--rank", "frex"));
  await tab.locator("#order").selectOption("relevance");
});

test("the search finds a word and the topics that have it", async () => {
  const [first] = JSON.parse(vilda("topics", place, "--word", "treaty", "--json")).topics;
  await tab.locator("#query").fill("treaty");
  const chip = tab.locator("#found li").first().locator(".chip").first();
  assert.equal(await chip.getAttribute("data-topic"), String(first.id));
  await chip.click();
  assert.equal(await pressed(), String(first.id));
  await tab.locator("#query").fill("no such word");
  assert.match(await tab.locator("#found").textContent(), /No word/);
  await tab.locator("#query").fill("");
});

test("a document opens and its words are coloured", async () => {
  const button = tab.locator("#documents [data-document]").first();
  await button.click();
  assert.equal(await tab.locator('#documents [aria-expanded="true"]').count(), 1);
  assert.ok((await tab.locator(".opened mark").count()) > 10);
  const name = await tab.locator('#documents [aria-expanded="true"] .name').textContent();
  assert.match(name, /^\d{4}-/);
});

test("labels stand in the order of the decades", async () => {
  const labels = await tab.locator(".heat .column").allTextContents();
  assert.equal(labels[0], "1790s");
  assert.deepEqual(labels, [...labels].sort());
});

test("every chart has a table behind it", async () => {
  for (const id of ["topics", "documents", "labels", "training"]) {
    const details = tab.locator(`#${id} details.table`).first();
    await details.locator("summary").click();
    assert.ok((await details.locator("tbody tr").count()) > 0, id);
    await details.locator("summary").click();
  }
});

test("the keyboard alone reaches topics, words and documents", async () => {
  const { tab: page } = await open(chrome, path);
  await page.locator("#list button").first().focus();
  const first = await pressed(page);
  await page.keyboard.press("ArrowDown");
  assert.notEqual(await pressed(page), first);
  await page.locator('#map [tabindex="0"]').focus();
  await page.keyboard.press("ArrowRight");
  const focused = await page.evaluate(() => document.activeElement.getAttribute("data-topic"));
  assert.equal(await pressed(page), focused);
  await page.locator("#lambda").focus();
  const before = await shownWords(page);
  await page.keyboard.press("Home");
  assert.notDeepEqual(await shownWords(page), before);
  await page.locator("#documents [data-document]").first().focus();
  await page.keyboard.press("Enter");
  assert.equal(await page.locator(".opened").count(), 1);
  await page.context().close();
});

test("dark colours follow the system, and the button turns them", async () => {
  const { tab: page } = await open(chrome, path, { colorScheme: "dark" });
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  assert.equal(await paper(), "rgb(20, 23, 27)");
  await page.locator("#theme").click();
  assert.equal(await paper(), "rgb(252, 252, 250)");
  await page.context().close();
});

test("at 400 pixels nothing sticks out", async () => {
  const { tab: page } = await open(chrome, path, { viewport: { width: 400, height: 800 } });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 400);
  await page.locator("#list button").nth(2).click();
  assert.ok((await shownWords(page)).length > 0);
  await page.context().close();
});

test("paper is white, shows all topics and labels, and no controls, even where the screen was dark", async () => {
  const { tab: page } = await open(chrome, path, { colorScheme: "dark", viewport: { width: 794, height: 1123 } });
  await page.evaluate(() => (document.documentElement.dataset.theme = "dark"));
  await page.emulateMedia({ media: "print" });
  const colours = await page.evaluate(() => {
    const { color, backgroundColor } = getComputedStyle(document.body);
    return { color, backgroundColor, button: getComputedStyle(document.querySelector("#list button")).color };
  });
  assert.deepEqual(colours, { color: "rgb(29, 33, 38)", backgroundColor: "rgb(255, 255, 255)", button: "rgb(29, 33, 38)" });
  for (const controls of ["#query", "#theme", "#nav", "#lambda", "details.table"]) assert.equal(await page.locator(controls).first().isVisible(), false, controls);
  const hidden = (id) => page.locator(id).evaluate((box) => Math.max(box.scrollWidth - box.clientWidth, box.scrollHeight - box.clientHeight));
  assert.equal(await hidden("#list"), 0);
  assert.equal(await hidden("#labels .scroll"), 0);
  const paper = (await page.pdf({ format: "A4" })).toString("latin1");
  assert.match(paper, /^%PDF-/);
  await page.context().close();
});

for (const colorScheme of ["light", "dark"]) {
  test(`axe finds nothing serious in ${colorScheme} colours`, async () => {
    const { tab: page } = await open(chrome, path, { colorScheme, bypassCSP: true });
    await page.locator("#query").fill("war");
    await page.locator("#documents [data-document]").first().click();
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() => window.axe.run());
    const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    assert.deepEqual(serious.map(({ id, nodes }) => `${id}: ${nodes.length} times, first ${nodes[0].html}`), []);
    await page.context().close();
  });
}
