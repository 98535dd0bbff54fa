import { bySize, page, type Order } from "./data";

/** What the reader has chosen. Views subscribe, and draw again when it changes. */
export interface Choice {
  topic: number;
  lambda: number;
  order: Order;
  /** a word whose topics the map shows, by its place in the list of words */
  word: number | null;
  /** a document, by its place in the list of documents */
  document: number | null;
}

export const choice: Choice = { topic: bySize[0].id, lambda: page.relevance_lambda, order: "relevance", word: null, document: null };

type View = (changed: Set<keyof Choice>) => void;
const views: View[] = [];

export function onChange(view: View) {
  views.push(view);
}

export function choose(change: Partial<Choice>) {
  const changed = new Set<keyof Choice>();
  for (const key of Object.keys(change) as (keyof Choice)[]) {
    if (choice[key] !== change[key]) changed.add(key);
  }
  Object.assign(choice, change);
  if (changed.size > 0) views.forEach((view) => view(changed));
}
