/** What `vilda report` puts into the page: numbers as base64 of little-endian arrays. Topics are numbered as in lambda.npy. */
interface Page {
  title: string;
  num_topics: number;
  num_words: number;
  num_documents: number;
  num_tokens: number;
  words_per_topic: number;
  relevance_lambda: number;
  topics: { weight: string; x: string; y: string; nearest: [number, number][][] };
  words: { text: string; count: string; num_topics: string; topic: string; share: string };
  entries: { start: string; word: string; probability: string; weight: string; frex: string };
  documents: Document[] | null;
  typical: number[][];
  empty_documents: number;
  labels: { names: string[]; documents: number[]; proportions: string; numbered: boolean } | null;
  trace: Pass[];
  facts: [string, string][];
  metrics: [string, string][];
}

export interface Document {
  name: string;
  label?: string;
  topics: [number, number][];
  text?: string;
  /** word, count, the topic it most likely comes from */
  words: [string, number, number][];
}

export interface Pass {
  pass: number;
  elbo_nats: number;
  terms: Record<string, number>;
  documents: number;
  documents_converged: number;
  seconds: number;
  estimate: boolean;
}

/** A word that can be among a topic's first for some place of the slider. */
export interface Entry {
  word: number;
  probability: number;
  weight: number;
  frex: number;
}

export interface Topic {
  id: number;
  weight: number;
  x: number;
  y: number;
  entries: Entry[];
  nearest: [number, number][];
}

export const page: Page = JSON.parse(document.getElementById("data")!.textContent!);

function bytes(text: string): ArrayBuffer {
  return Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer;
}

export const doubles = (text: string) => new Float64Array(bytes(text));
export const floats = (text: string) => new Float32Array(bytes(text));
const integers = (text: string) => new Uint32Array(bytes(text));

export const words: string[] = page.words.text === "" ? [] : page.words.text.split("\n");
export const counts = floats(page.words.count);

function readTopics(): Topic[] {
  const [weight, x, y] = [page.topics.weight, page.topics.x, page.topics.y].map(doubles);
  const start = integers(page.entries.start);
  const word = integers(page.entries.word);
  const [probability, overall, frex] = [page.entries.probability, page.entries.weight, page.entries.frex].map(doubles);
  return Array.from({ length: page.num_topics }, (_, id) => {
    const entries: Entry[] = [];
    for (let i = start[id]; i < start[id + 1]; ++i) {
      entries.push({ word: word[i], probability: probability[i], weight: overall[i], frex: frex[i] });
    }
    return { id, weight: weight[id], x: x[id], y: y[id], entries, nearest: page.topics.nearest[id] };
  });
}

export const topics = readTopics();

/** Topics, the largest first. */
export const bySize = topics.toSorted((a, b) => b.weight - a.weight || a.id - b.id);

/** Which topics have a word and what share of it each; those below 2 % are left out. */
export interface Standing {
  topic: number;
  share: number;
}

let standings: { start: Uint32Array; topic: Uint16Array; share: Uint8Array } | undefined;

export function standingsOf(word: number): Standing[] {
  if (!standings) {
    const number = new Uint8Array(bytes(page.words.num_topics));
    const start = new Uint32Array(number.length + 1);
    number.forEach((n, i) => (start[i + 1] = start[i] + n));
    standings = { start, topic: new Uint16Array(bytes(page.words.topic)), share: new Uint8Array(bytes(page.words.share)) };
  }
  const list: Standing[] = [];
  for (let i = standings.start[word]; i < standings.start[word + 1]; ++i) {
    list.push({ topic: standings.topic[i], share: standings.share[i] / 255 });
  }
  return list;
}

/** relevance = l log p(w|k) + (1 - l) log(p(w|k) / p(w)): Sievert & Shirley (2014). */
export function relevance(entry: Entry, lambda: number): number {
  return lambda * Math.log(entry.probability) + (1 - lambda) * Math.log(entry.probability / entry.weight);
}

export type Order = "relevance" | "frex";

/** A topic's first words, best first; of equal ones the lower id, as `vilda topics --rank` has them. */
export function firstWords(topic: Topic, order: Order, lambda: number, count = page.words_per_topic): Entry[] {
  const scored = topic.entries.map((entry) => ({ entry, score: order === "frex" ? entry.frex : relevance(entry, lambda) }));
  scored.sort((a, b) => b.score - a.score || a.entry.word - b.entry.word);
  return scored.slice(0, count).map(({ entry }) => entry);
}

export const percent = (share: number) => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
export const grouped = (value: number) => Math.round(value).toLocaleString("en");
