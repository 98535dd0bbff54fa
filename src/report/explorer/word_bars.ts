import { select } from "d3-selection";
import { scaleLinear } from "d3-scale";
import { counts, firstWords, grouped, page, percent, topics, words, type Entry } from "./data";
import { byId, element, number, tableBehind } from "./dom";
import { choice, choose, onChange } from "./state";
import { wordsLine } from "./topic_list";

const [WIDTH, ROW, NAME] = [460, 17, 132];

/** How often the word is expected to come from the topic. */
const inTopic = (entry: Entry, weight: number) => entry.probability * weight * page.num_tokens;

function slider(): HTMLElement {
  const input = element("input", { id: "lambda", type: "range", min: "0", max: "1", step: "0.01", "aria-describedby": "lambda-help" });
  input.value = String(choice.lambda);
  const output = element("output", { for: "lambda" });
  const orders = element(
    "select",
    { id: "order", "aria-label": "Order of the words" },
    element("option", { value: "relevance" }, "relevance"),
    element("option", { value: "frex" }, "frequent and exclusive (FREX)"),
  );
  const show = () => {
    output.textContent = `λ = ${choice.lambda.toFixed(2)}`;
    input.disabled = choice.order === "frex";
    orders.value = choice.order;
  };
  input.addEventListener("input", () => choose({ lambda: Number(input.value) }));
  orders.addEventListener("change", () => choose({ order: orders.value as "relevance" | "frex" }));
  onChange(show);
  show();
  return element(
    "div",
    { class: "slider" },
    element("label", { for: "lambda" }, "Words by"),
    orders,
    element("div", { class: "track" }, element("span", { id: "lambda-help" }, "only here"), input, element("span", {}, "most frequent")),
    output,
  );
}

function bars(box: HTMLElement, first: Entry[], weight: number) {
  const most = Math.max(...first.map((e) => Math.max(counts[e.word], inTopic(e, weight))), 1e-9);
  const x = scaleLinear([0, most], [0, WIDTH - NAME - 44]);
  const svg = select(box)
    .append("svg")
    .attr("class", "bars")
    .attr("viewBox", `0 0 ${WIDTH} ${ROW * first.length + 4}`)
    .attr("role", "group")
    .attr("aria-label", "The topic's words: how often in the topic, and in the corpus");
  const rows = svg
    .selectAll("g")
    .data(first)
    .join("g")
    .attr("class", "word")
    .attr("role", "button")
    .attr("tabindex", (_, i) => (i === 0 ? 0 : -1))
    .attr("aria-label", (e) => `${words[e.word]}: about ${grouped(inTopic(e, weight))} in this topic of ${grouped(counts[e.word])} in the corpus`)
    .attr("transform", (_, i) => `translate(0,${ROW * i})`)
    .on("mouseenter", (_, e) => choose({ word: e.word }))
    .on("mouseleave", () => choose({ word: null }))
    .on("click", (_, e) => choose({ word: e.word }))
    .on("keydown", (event: KeyboardEvent, e) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        choose({ word: choice.word === e.word ? null : e.word });
      }
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const all = rows.nodes();
      const next = all[all.indexOf(event.currentTarget as SVGGElement) + step] as SVGGElement | undefined;
      if (!next) return;
      next.setAttribute("tabindex", "0");
      next.focus();
    });
  rows.append("rect").attr("class", "target").attr("width", WIDTH).attr("height", ROW);
  rows.append("rect").attr("class", "all").attr("x", NAME).attr("y", 3).attr("height", ROW - 5).attr("width", (e) => x(counts[e.word]));
  rows.append("rect").attr("class", "here").attr("x", NAME).attr("y", 3).attr("height", ROW - 5).attr("width", (e) => x(inTopic(e, weight)));
  const fits = (text: string) => ([...text].length > 19 ? `${[...text].slice(0, 18).join("")}…` : text);
  rows.append("text").attr("class", "name").attr("x", NAME - 6).attr("y", 12.5).attr("unicode-bidi", "isolate").text((e) => fits(words[e.word]));
  rows.append("text").attr("class", "value").attr("x", (e) => NAME + 4 + x(Math.max(counts[e.word], inTopic(e, weight)))).attr("y", 12.5).text((e) => grouped(counts[e.word]));
}

export function showWords() {
  const pane = byId("words");
  const heading = element("h2");
  const chart = element("div");
  pane.append(heading, slider(), chart);
  const draw = () => {
    const topic = topics[choice.topic];
    const first = firstWords(topic, choice.order, choice.lambda);
    heading.replaceChildren(`Topic ${topic.id} `, element("small", {}, `${percent(topic.weight)} of the corpus`));
    const opened = chart.querySelector("details")?.open ?? false;
    chart.replaceChildren();
    bars(chart, first, topic.weight);
    chart.append(
      element(
        "p",
        { class: "legend" },
        element("span", { class: "key here" }),
        " in this topic ",
        element("span", { class: "key all" }),
        " in the whole corpus (number at the right)",
      ),
    );
    const table = tableBehind(`words of topic ${topic.id}`, ["word", "in the topic", "in the corpus", "p(word | topic)", "lift", "FREX"], () =>
      first.map((e) => [
        words[e.word],
        grouped(inTopic(e, topic.weight)),
        grouped(counts[e.word]),
        number(e.probability, 4),
        number(e.probability / e.weight, 4),
        number(e.frex, 4),
      ]),
    ) as HTMLDetailsElement;
    table.open = opened;
    chart.append(table, nearest(topic.nearest));
  };
  draw();
  onChange((changed) => {
    if (changed.has("topic") || changed.has("lambda") || changed.has("order")) draw();
  });
}

function nearest(list: [number, number][]): HTMLElement {
  const box = element("p", { class: "nearest" });
  if (list.length > 0) box.append("Most similar topics: ");
  for (const [id, divergence] of list) {
    const button = element("button", { type: "button", class: "chip", title: `Jensen-Shannon divergence ${divergence.toFixed(3)} nats` }, element("b", {}, String(id)), ` ${wordsLine(topics[id], 3)}`);
    button.addEventListener("click", () => choose({ topic: id, word: null, document: null }));
    box.append(button, " ");
  }
  return box;
}
