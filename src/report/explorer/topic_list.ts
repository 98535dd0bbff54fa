import { bySize, firstWords, page, percent, topics, words, type Topic } from "./data";
import { arrowKeys, byId, element } from "./dom";
import { choice, choose, onChange } from "./state";

const WORDS = 8;

export function wordsLine(topic: Topic, count = WORDS): string {
  return firstWords(topic, choice.order, choice.lambda, count).map((entry) => words[entry.word]).join(" ");
}

export function showTopicList() {
  const list = byId("list");
  byId("list-note").textContent = page.num_topics > 1 ? "words that go together, by share of the corpus; choose one" : "words that go together";
  const largest = bySize[0].weight;
  for (const topic of bySize) {
    const meter = element("span", { class: "meter", "aria-hidden": "true" }, element("span"));
    (meter.firstChild as HTMLElement).style.width = `${(100 * topic.weight) / largest}%`;
    const button = element(
      "button",
      { type: "button", "data-topic": String(topic.id) },
      element("span", { class: "id" }, String(topic.id)),
      element("bdi", { class: "text" }),
      element("span", { class: "share" }, percent(topic.weight)),
      meter,
    );
    button.addEventListener("click", () => choose({ topic: topic.id, word: null, document: null }));
    list.append(element("li", {}, button));
  }
  arrowKeys(list, "button");
  const draw = () => {
    for (const button of list.querySelectorAll("button")) {
      const topic = topics[Number(button.dataset.topic)];
      button.querySelector(".text")!.textContent = wordsLine(topic);
      button.setAttribute("aria-pressed", String(topic.id === choice.topic));
    }
  };
  draw();
  onChange((changed) => {
    if (changed.has("lambda") || changed.has("order") || changed.has("topic")) draw();
    if (changed.has("topic")) reveal(list);
  });
}

/** Scrolls the list, not the page, to the topic that is chosen. */
function reveal(list: HTMLElement) {
  const pressed = list.querySelector<HTMLElement>('[aria-pressed="true"]')!;
  const [box, frame] = [pressed.getBoundingClientRect(), list.getBoundingClientRect()];
  if (box.top < frame.top) list.scrollTop -= frame.top - box.top;
  if (box.bottom > frame.bottom) list.scrollTop += box.bottom - frame.bottom;
}
