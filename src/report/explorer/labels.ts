import { scaleSqrt } from "d3-scale";
import { select } from "d3-selection";
import { floats, page, percent, topics } from "./data";
import { byId, element, tableBehind } from "./dom";
import { choice, choose, onChange } from "./state";
import { wordsLine } from "./topic_list";

const [MOST_ROWS, MOST_COLUMNS] = [60, 60];
const [ROW, TOP] = [19, 64];
/** Columns for the topics' words: on a telephone the cells need the room. */
const [NAMES, NAME_LENGTH] = window.innerWidth > 720 ? [250, 40] : [140, 22];

interface Row {
  topic: number;
  shares: number[];
  /** the label of its largest share */
  most: number;
  /** where along the labels the topic stands on average */
  centre: number;
}

/** The topics that differ most between labels, in the order of where they stand. */
function rows(): Row[] {
  const { names, proportions, numbered } = page.labels!;
  const table = floats(proportions);
  const columns = Math.min(names.length, MOST_COLUMNS);
  const all = topics.map(({ id }) => {
    const shares = Array.from({ length: columns }, (_, l) => table[l * page.num_topics + id]);
    const sum = shares.reduce((a, b) => a + b, 0) || 1;
    const most = shares.indexOf(Math.max(...shares));
    const mean = shares.reduce((a, share, l) => a + share * l, 0) / sum;
    const spread = Math.max(...shares) - Math.min(...shares);
    return { topic: id, shares, most, centre: numbered ? mean : most, spread };
  });
  return all
    .toSorted((a, b) => b.spread - a.spread)
    .slice(0, MOST_ROWS)
    .toSorted((a, b) => a.centre - b.centre || a.topic - b.topic);
}

const shortened = (text: string, length: number) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);

function heading(list: Row[], names: string[]): HTMLElement {
  const number = page.labels!.names.length;
  const cut = [
    list.length < topics.length ? `the ${list.length} topics that differ most between labels` : "",
    names.length < number ? `the first ${names.length} of ${number} labels` : "",
  ].filter((part) => part !== "");
  const text = page.labels!.numbered ? `Topics from ${names[0]} to ${names[names.length - 1]}` : `Topics of ${number} labels, such as ${names[0]}`;
  return element("h2", {}, text, element("small", {}, cut.length > 0 ? ` ${cut.join(", ")}` : ""));
}

/** Draws a row a topic and a column a label into the frame; what the pointer is on is said in the note. Returns what names the topics anew. */
function heatMap(frame: HTMLElement, list: Row[], names: string[], note: HTMLElement, most: number): () => void {
  const cell = Math.max(13, Math.min(42, 760 / names.length));
  const [width, height] = [NAMES + cell * names.length + 24, TOP + ROW * list.length + 4];
  const shade = scaleSqrt([0, most], [0, 1]).clamp(true);
  const explain = note.textContent;
  const svg = select(frame).append("svg").attr("class", "heat").attr("viewBox", `0 0 ${width} ${height}`).attr("width", width).attr("height", height).attr("role", "group").attr("aria-label", "Topics over labels");
  svg
    .append("g")
    .attr("aria-hidden", "true")
    .selectAll("text")
    .data(names)
    .join("text")
    .attr("class", "column")
    .attr("transform", (_, l) => `translate(${NAMES + cell * (l + 0.5) + 4},${TOP - 6}) rotate(-50)`)
    .text((name) => shortened(name, 12));
  const groups = svg
    .selectAll<SVGGElement, Row>("g.row")
    .data(list)
    .join("g")
    .attr("class", "row")
    .attr("role", "button")
    .attr("tabindex", 0)
    .attr("transform", (_, i) => `translate(0,${TOP + ROW * i})`)
    .on("click", (_, row) => choose({ topic: row.topic, word: null, document: null }))
    .on("keydown", (event: KeyboardEvent, row) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose({ topic: row.topic, word: null, document: null });
    });
  groups.append("rect").attr("class", "target").attr("width", NAMES - 4).attr("height", ROW - 1);
  groups.append("text").attr("class", "name").attr("x", NAMES - 8).attr("y", 13);
  groups
    .selectAll("rect.cell")
    .data((row) => row.shares.map((share, l) => ({ topic: row.topic, share, l })))
    .join("rect")
    .attr("class", "cell")
    .attr("x", ({ l }) => NAMES + cell * l)
    .attr("width", cell - 1)
    .attr("height", ROW - 1)
    .attr("fill-opacity", ({ share }) => shade(share))
    .on("mouseenter", (_, { topic, share, l }) => (note.textContent = `Topic ${topic} has ${percent(share)} of ${names[l]}.`))
    .on("mouseleave", () => (note.textContent = explain));
  return () => {
    groups
      .attr("aria-pressed", (row) => String(row.topic === choice.topic))
      .attr("aria-label", (row) => `Topic ${row.topic}, ${wordsLine(topics[row.topic], 3)}: most in ${names[row.most]}`);
    groups.select("text.name").text((row) => shortened(`${row.topic}  ${wordsLine(topics[row.topic], 4)}`, NAME_LENGTH));
  };
}

export function showLabels(): boolean {
  if (!page.labels || page.labels.names.length < 2) return false;
  const section = byId("labels");
  const list = rows();
  const names = page.labels.names.slice(0, MOST_COLUMNS);
  const most = Math.max(...list.flatMap((row) => row.shares), 1e-9);
  const note = element("p", { class: "note", "aria-live": "polite" }, `A column is a label, a row a topic; the darker, the larger the topic's share of that label's documents (up to ${percent(most)}).`);
  const frame = element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Heat map of topics over labels" });
  section.append(heading(list, names), note, frame);
  const draw = heatMap(frame, list, names, note, most);
  draw();
  onChange((changed) => {
    if (changed.has("topic") || changed.has("lambda") || changed.has("order")) draw();
  });
  section.append(
    tableBehind("mean share of each topic in a label's documents", ["label", "documents", ...list.map((row) => `topic ${row.topic}`)], () =>
      names.map((name, l) => [name, page.labels!.documents[l], ...list.map((row) => percent(row.shares[l]))]),
    ),
  );
  return true;
}
