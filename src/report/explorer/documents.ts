import { page, percent, topics, type Document } from "./data";
import { byId, element, tableBehind } from "./dom";
import { choice, choose, onChange } from "./state";
import { wordsLine } from "./topic_list";

const COLOURS = 8;

/** The colour of each of a document's topics, its main ones first. */
function colours(document: Document): Map<number, number> {
  const ordered = new Set([...document.topics.map(([topic]) => topic), ...document.words.map(([, , topic]) => topic)]);
  return new Map([...ordered].map((topic, i) => [topic, Math.min(i, COLOURS)]));
}

function marked(text: string, topic: number, colour: number): HTMLElement {
  return element("mark", { class: `c${colour}`, title: `topic ${topic}: ${wordsLine(topics[topic], 4)}` }, text);
}

function wordAt(segments: Intl.SegmentData[], i: number): string | undefined {
  if (!segments[i]?.isWordLike) return undefined;
  return segments[i].segment.toLowerCase().replaceAll("’", "'").replace(/'s$/, "");
}

/** Where a word stands that may be joined to the one before: only blanks or a hyphen are between. */
function nextWord(segments: Intl.SegmentData[], i: number): number {
  do i++;
  while (i < segments.length && /^[ \t\r\n-]+$/.test(segments[i].segment));
  return i;
}

/** The text with the words and phrases (new_york) that the model knows coloured by the topic they most likely come from. */
function coloured(document: Document, colour: Map<number, number>): HTMLElement {
  const topicOf = new Map(document.words.map(([word, , topic]) => [word, topic]));
  const box = element("p", { class: "text", dir: "auto" });
  if (document.text === undefined) {
    for (const [word, count, topic] of document.words) {
      box.append(marked(count > 1 ? `${word} ×${count}` : word, topic, colour.get(topic)!), " ");
    }
    return box;
  }
  const segments = [...new Intl.Segmenter("en", { granularity: "word" }).segment(document.text)];
  for (let i = 0, end = 0; i < segments.length; i = end) {
    const word = wordAt(segments, i);
    const next = nextWord(segments, i);
    const following = wordAt(segments, next);
    const phrase = word === undefined || following === undefined ? undefined : topicOf.get(`${word}_${following}`);
    end = phrase === undefined ? i + 1 : next + 1;
    const topic = phrase ?? (word === undefined ? undefined : topicOf.get(word));
    const text = segments.slice(i, end).map(({ segment }) => segment).join("");
    box.append(topic === undefined ? text : marked(text, topic, colour.get(topic)!));
  }
  return box;
}

function opened(document: Document): HTMLElement {
  const colour = colours(document);
  const bars = element("ul", { class: "shares" });
  for (const [topic, share] of document.topics) {
    const button = element("button", { type: "button", class: "chip" }, element("span", { class: `swatch c${colour.get(topic)}` }), element("b", {}, String(topic)), ` ${percent(share)} ${wordsLine(topics[topic], 4)}`);
    button.addEventListener("click", () => choose({ topic, word: null, document: null }));
    bars.append(element("li", {}, button));
  }
  return element("div", { class: "opened" }, bars, coloured(document, colour));
}

function item(index: number): HTMLElement {
  const document = page.documents![index];
  const share = document.topics.find(([topic]) => topic === choice.topic)?.[1] ?? 0;
  const isOpen = choice.document === index;
  const button = element(
    "button",
    { type: "button", "aria-expanded": String(isOpen), "data-document": String(index) },
    element("span", { class: "share" }, percent(share)),
    element("bdi", { class: "name" }, document.name),
    element("span", { class: "label" }, document.label ?? ""),
    element("bdi", { class: "snippet" }, document.text ?? document.words.map(([word]) => word).slice(0, 14).join(" ")),
  );
  button.addEventListener("click", () => {
    choose({ document: isOpen ? null : index });
    byId("documents").querySelector<HTMLElement>(`[data-document="${index}"]`)?.focus();
  });
  return element("li", {}, button, ...(isOpen ? [opened(document)] : []));
}

export function showDocuments(): boolean {
  if (!page.documents) return false;
  const section = byId("documents");
  const draw = () => {
    const typical = page.typical[choice.topic];
    const title = `Documents that have most of topic ${choice.topic}`;
    const empty = page.empty_documents > 0 ? ` ${page.empty_documents === 1 ? "One document" : `${page.empty_documents} documents`} without a known word left out.` : "";
    section.replaceChildren(
      element("h2", {}, "Documents ", element("small", {}, `with most of topic ${choice.topic}: ${wordsLine(topics[choice.topic], 4)}`)),
      element("p", { class: "note" }, `Open one to see its words coloured by the topic they most likely come from.${empty}`),
      element("ul", { class: "documents" }, ...typical.map(item)),
      tableBehind(title, ["document", "label", "share of the topic", "its topics"], () =>
        typical.map((i) => {
          const { name, label, topics: shares } = page.documents![i];
          const share = shares.find(([topic]) => topic === choice.topic)?.[1] ?? 0;
          return [name, label ?? "", percent(share), shares.map(([topic, s]) => `${topic}: ${percent(s)}`).join(", ")];
        }),
      ),
    );
  };
  draw();
  onChange((changed) => {
    if (changed.has("topic") || changed.has("document")) draw();
  });
  return true;
}
