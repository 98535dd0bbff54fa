import { scaleLinear, scaleSqrt } from "d3-scale";
import { select } from "d3-selection";
import { bySize, counts, page, percent, standingsOf, topics, words, type Topic } from "./data";
import { byId, element, tableBehind } from "./dom";
import { choice, choose, onChange } from "./state";
import { wordsLine } from "./topic_list";

const [WIDTH, HEIGHT, MARGIN] = [460, 440, 46];

function spread(values: number[], low: number, high: number) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least < most ? scaleLinear([least, most], [low, high]) : () => (low + high) / 2;
}

/** One scale for both axes, so that distances on the map are distances. */
function places() {
  const [xs, ys] = [topics.map((t) => t.x), topics.map((t) => t.y)];
  const wide = Math.max(...xs) - Math.min(...xs), high = Math.max(...ys) - Math.min(...ys);
  const scale = Math.min((WIDTH - 2 * MARGIN) / (wide || 1), (HEIGHT - 2 * MARGIN) / (high || 1));
  const [x, y] = [
    spread(xs, (WIDTH - scale * wide) / 2, (WIDTH + scale * wide) / 2),
    spread(ys, (HEIGHT + scale * high) / 2, (HEIGHT - scale * high) / 2),
  ];
  return { x: (t: Topic) => x(t.x), y: (t: Topic) => y(t.y) };
}

interface Label {
  topic: Topic;
  x: number;
  y: number;
  text: string;
}

/** The labels that fit without covering those before them. */
function uncovered(labels: Label[]): Label[] {
  const taken: [number, number, number, number][] = [];
  return labels.filter(({ x, y, text }) => {
    const half = 3.4 * text.length + 2;
    const box: [number, number, number, number] = [x - half, y - 7, x + half, y + 7];
    const inside = box[0] > 0 && box[2] < WIDTH;
    const free = inside && taken.every((b) => box[2] < b[0] || b[2] < box[0] || box[3] < b[1] || b[3] < box[1]);
    if (free) taken.push(box);
    return free;
  });
}

export function showMap() {
  const place = places();
  const svg = select(byId("map"))
    .append("svg")
    .attr("viewBox", `0 0 ${WIDTH} ${HEIGHT}`)
    .attr("role", "group")
    .attr("aria-label", "Map of the topics");
  const note = byId("map").appendChild(element("p", { class: "note", "aria-live": "polite" }));
  const radius = scaleSqrt([0, bySize[0].weight], [0, Math.min(34, 120 / Math.sqrt(page.num_topics) + 2)]);
  const nodes = svg
    .selectAll("g")
    .data(bySize)
    .join("g")
    .attr("class", "topic")
    .attr("data-topic", (t) => t.id)
    .attr("role", "button")
    .attr("transform", (t) => `translate(${place.x(t)},${place.y(t)})`)
    .on("click", (_, t) => choose({ topic: t.id, word: null, document: null }))
    .on("keydown", (event: KeyboardEvent, t) => {
      if (event.key === "Enter" || event.key === " ") choose({ topic: t.id, word: null, document: null });
      const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key] ?? 0;
      const next = bySize[bySize.indexOf(t) + step];
      if (step === 0 && event.key !== " ") return;
      event.preventDefault();
      if (!next || step === 0) return;
      choose({ topic: next.id, word: null, document: null });
      svg.select<SVGGElement>(`[data-topic="${next.id}"]`).node()!.focus();
    });
  nodes.append("title");
  nodes.append("circle");
  // Above all circles, so that none covers a name or a number.
  const texts = (kind: string) => svg.append("g").attr("aria-hidden", "true").selectAll("text").data(bySize).join("text").attr("class", kind).attr("x", place.x);
  const [ids, names] = [texts("id").attr("y", place.y).attr("dy", "0.35em"), texts("name")];

  const draw = () => {
    const share = new Map(choice.word === null ? [] : standingsOf(choice.word).map((s) => [s.topic, s.share]));
    const size = (t: Topic) => (choice.word === null ? radius(t.weight) : 30 * Math.sqrt(share.get(t.id) ?? 0) + 1.5);
    const described = (t: Topic) => `Topic ${t.id}, ${percent(t.weight)} of the corpus: ${wordsLine(t)}`;
    const label = (t: Topic) => wordsLine(t, page.num_topics <= 30 ? 2 : 1);
    const below = (t: Topic) => size(t) + 11;
    const told = choice.word === null ? bySize : bySize.filter((t) => share.has(t.id));
    const rank = (t: Topic) => (choice.word === null ? Number(t.id === choice.topic) : size(t));
    const mainFirst = told.toSorted((a, b) => rank(b) - rank(a));
    const named = mainFirst.map((topic) => ({ topic, x: place.x(topic), y: place.y(topic) + below(topic) - 4, text: label(topic) }));
    const numbered = mainFirst.filter((t) => size(t) > 8).map((topic) => ({ topic, x: place.x(topic), y: place.y(topic), text: String(topic.id) }));
    const shown = new Set(uncovered([...named, ...numbered]));
    const kept = (labels: Label[]) => new Map(labels.filter((l) => shown.has(l)).map((l) => [l.topic.id, l.text]));
    const [keptNames, keptNumbers] = [kept(named), kept(numbered)];
    nodes
      .attr("aria-label", described)
      .attr("aria-pressed", (t) => String(t.id === choice.topic))
      .attr("tabindex", (t) => (t.id === choice.topic ? 0 : -1));
    nodes.select("title").text(described);
    nodes.select("circle").attr("r", size);
    ids.classed("chosen", (t) => t.id === choice.topic).text((t) => keptNumbers.get(t.id) ?? "");
    names.classed("chosen", (t) => t.id === choice.topic).attr("y", (t) => place.y(t) + below(t)).text((t) => keptNames.get(t.id) ?? "");
    note.textContent =
      choice.word === null
        ? "The size of a circle is the topic's share of the corpus."
        : `Circles show “${words[choice.word]}”, about ${Math.round(counts[choice.word])} times in the corpus, and how it divides among the topics.`;
  };
  draw();
  onChange(draw);
  byId("map").append(
    tableBehind("the topics and their places", ["topic", "share", "x", "y", "nearest topics", "words"], () =>
      topics.map((t) => [t.id, percent(t.weight), t.x.toFixed(3), t.y.toFixed(3), t.nearest.map(([id]) => id).join(" "), wordsLine(t)]),
    ),
  );
}
