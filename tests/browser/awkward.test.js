import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browser, corpusFile, model, open, pageOf } from "./page.js";

let chrome;
before(async () => (chrome = await browser()));
after(async () => chrome?.close());

const hostile = ["</script>", "<script>alert(1)</script>", "<img/src=x onerror=alert(2)>", "a&b", '"quoted"', "'single'", "😀", "שלום", "主题", "--><!--", "</title>", "\\u003c"];

function hostileModel() {
  const vocabulary = corpusFile("hostile.vocab", hostile);
  const documents = Array.from({ length: 40 }, (_, d) => (d % 7 === 3 ? "0" : `3 ${d % 12}:${1 + (d % 3)} ${(d + 5) % 12}:2 ${(d + 9) % 12}:1`));
  const corpus = corpusFile("hostile.ldac", documents);
  return { place: model("hostile", corpus, 3, "--vocabulary", vocabulary), corpus, vocabulary };
}

test("words and titles with markup are shown as text, and nothing executes", async () => {
  const { place, corpus, vocabulary } = hostileModel();
  const { tab, complaints } = await open(chrome, pageOf(place, corpus, "--vocabulary", vocabulary, "--title", "</title><script>alert(3)</script>"));
  assert.equal(await tab.locator("h1").textContent(), "</title><script>alert(3)</script>");
  const shown = new Set();
  for (let topic = 0; topic < 3; ++topic) {
    await tab.locator(`#list [data-topic="${topic}"]`).click();
    for (const label of await tab.locator(".bars .word").evaluateAll((all) => all.map((g) => g.getAttribute("aria-label")))) shown.add(label.slice(0, label.lastIndexOf(": about")));
  }
  assert.deepEqual([...shown].sort(), [...hostile].sort());
  await tab.locator("#documents [data-document]").first().click();
  assert.equal(await tab.locator("img, body script:not([type]) ~ script").count(), 0);
  assert.deepEqual(complaints, []);
});

test("document names and labels with markup are shown as text", async () => {
  const text = "alpha beta gamma delta epsilon zeta";
  const names = ["<b>bold</b>", "&amp;", "</script><script>alert(4)</script>", "名前", "عنوان"];
  const lines = Array.from({ length: 30 }, (_, d) => `${names[d % 5]} ${d}\t<i>label</i> ${d % 2}\t${d === 9 ? "" : text + " <u>under</u>"}`);
  const corpus = corpusFile("names.tsv", lines);
  const { tab, complaints } = await open(chrome, pageOf(model("names", corpus, 2, "--max-df", "1.0"), corpus));
  for (const name of await tab.locator("#documents .name").allTextContents()) assert.ok(names.some((n) => name.startsWith(n)), name);
  await tab.locator("#documents [data-document]").first().click();
  assert.match(await tab.locator(".opened .text").textContent(), /<u>under<\/u>/);
  assert.equal(await tab.locator("b:has-text('bold'), main u, main i").count(), 0);
  assert.match(await tab.locator("#documents .note").first().textContent(), /One document without a known word/);
  assert.deepEqual(complaints, []);
});

test("a cell of the heat map tells its own label, also where others have the same share", async () => {
  const lines = Array.from({ length: 36 }, (_, d) => `n${d}\t${"abc"[d % 3]}\t${Math.floor(d / 3) % 2 ? "alpha beta gamma" : "delta epsilon zeta"}`);
  const corpus = corpusFile("equal.tsv", lines);
  const { tab, complaints } = await open(chrome, pageOf(model("equal", corpus, 2, "--max-df", "1.0"), corpus));
  const told = [];
  for (const cell of await tab.locator(".heat .row").first().locator(".cell").all()) {
    await cell.hover();
    told.push(await tab.locator("#labels .note").textContent());
  }
  assert.deepEqual(told.map((text) => text.slice(-2)), ["a.", "b.", "c."]);
  assert.equal(new Set(told.map((text) => text.slice(0, -2))).size, 1);
  assert.deepEqual(complaints, []);
});

test("a phrase is coloured as one word, wherever its words stand together", async () => {
  const texts = ["New York harbour", "harbour of New-York", "undefined York, new", "salt, New  York"];
  const corpus = corpusFile("phrases.tsv", Array.from({ length: 40 }, (_, d) => `n${d}\tl\t${texts[d % 4]} undefined`));
  const place = model("phrases", corpus, 2, "--phrases", "--phrase-min-count", "5", "--min-df", "1", "--max-df", "1.0");
  const { tab, complaints } = await open(chrome, pageOf(place, corpus, "--typical", "40"));
  const seen = new Set();
  for (const button of await tab.locator("#documents [data-document]").all()) {
    await button.click();
    const text = await tab.locator(".opened .text").textContent();
    seen.add(`${text}: ${(await tab.locator(".opened mark").allTextContents()).join("|")}`);
    await tab.locator('#documents [aria-expanded="true"]').click();
  }
  assert.deepEqual([...seen].sort(), [
    "New York harbour undefined: New York|harbour|undefined",
    "harbour of New-York undefined: harbour|New-York|undefined",
    "salt, New  York undefined: salt|New  York|undefined",
    "undefined York, new undefined: undefined|York|new|undefined",
  ]);
  assert.deepEqual(complaints, []);
});

for (const topics of [1, 2]) {
  test(`a model of ${topics} topic${topics > 1 ? "s" : ""} has a page`, async () => {
    const corpus = "data/state-of-the-union.test.tsv";
    const { tab, complaints } = await open(chrome, pageOf(model(`few-${topics}`, corpus, topics), corpus));
    assert.equal(await tab.locator("#map circle").count(), topics);
    assert.equal(await tab.locator(".bars .word").count(), 30);
    assert.deepEqual(complaints, []);
  });
}

test("a page without a corpus shows topics, training and facts", async () => {
  const { tab, complaints } = await open(chrome, pageOf(model("alone", "data/state-of-the-union.test.tsv", 4)));
  assert.equal(await tab.locator("#documents").isVisible(), false);
  assert.equal(await tab.locator("#training").isVisible(), true);
  assert.match(await tab.locator("#about").textContent(), /SHA-256/);
  assert.deepEqual(complaints, []);
});
