import { counts, grouped, page, percent, standingsOf, topics, words } from "./data";
import { byId, element } from "./dom";
import { choice, choose } from "./state";
import { wordsLine } from "./topic_list";

const MOST = 8;

/** The word itself, then words that begin with the query, then those that contain it; more frequent ones first. */
function matches(query: string): number[] {
  const [same, begin, contain]: number[][] = [[], [], []];
  words.forEach((word, i) => {
    const at = word.indexOf(query);
    if (at < 0) return;
    (word === query ? same : at === 0 ? begin : contain).push(i);
  });
  const frequent = (list: number[]) => list.sort((a, b) => counts[b] - counts[a]);
  return [...same, ...frequent(begin), ...frequent(contain)].slice(0, MOST);
}

function result(word: number): HTMLElement {
  const standings = standingsOf(word);
  const chips = standings.map(({ topic, share }) => {
    const chip = element("button", { type: "button", class: "chip", "data-topic": String(topic), title: wordsLine(topics[topic]) }, element("b", {}, String(topic)), ` ${percent(share)}`);
    chip.style.setProperty("--share", `${(100 * share).toFixed(1)}%`);
    chip.addEventListener("click", () => choose({ topic, word, document: null }));
    return chip;
  });
  const name = element("button", { type: "button", class: "found-word" }, element("bdi", {}, words[word]));
  name.addEventListener("click", () => choose({ word, topic: standings[0]?.topic ?? choice.topic, document: null }));
  return element("li", {}, name, element("small", {}, ` about ${grouped(counts[word])} times · topics `), ...chips.flatMap((chip) => [chip, " "]));
}

export function showSearch() {
  const query = byId("query") as HTMLInputElement;
  const found = byId("found");
  const search = () => {
    const text = query.value.trim().toLowerCase();
    found.hidden = text === "";
    if (text === "") {
      found.replaceChildren();
      choose({ word: null });
      return;
    }
    const list = matches(text);
    const scope = words.length < page.num_words ? ` (the page knows the ${grouped(words.length)} most frequent of ${grouped(page.num_words)} words)` : "";
    found.replaceChildren(
      list.length > 0 ? element("ul", {}, ...list.map(result)) : element("p", {}, `No word of the model contains “${text}”${scope}.`),
    );
    choose({ word: list[0] ?? null });
  };
  query.addEventListener("input", search);
  query.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      query.value = "";
      search();
    }
    if (event.key === "Enter") found.querySelector<HTMLButtonElement>(".found-word")?.click();
  });
}
