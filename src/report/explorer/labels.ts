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
  /** where along the labels the topic stands on average */
  centre: number;
}

/** The topics that differ most between labels, in the order of where they stand. */
function rows(): Row[] {
  const { names, proportions } = page.labels!;
  const table = floats(proportions);
  const columns = Math.min(names.length, MOST_COLUMNS);
  const all = topics.map(({ id }) => {
    const shares = Array.from({ length: columns }, (_, l) => table[l * page.num_topics + id]);
    const sum = shares.reduce((a, b) => a + b, 0) || 1;
    const most = shares.indexOf(Math.max(...shares));
    const mean = shares.reduce((a, share, l) => a + share * l, 0) / sum;
    const spread = Math.max(...shares) - Math.min(...shares);
    return { topic: id, shares, centre: page.labels!.numbered ? mean : most, spread };
  });
  return all
    .toSorted((a, b) => b.spread - a.spread)
    .slice(0, MOST_ROWS)
    .toSorted((a, b) => a.centre - b.centre || a.topic - b.topic);
}

export function showLabels(): boolean {
  if (!page.labels || page.labels.names.length < 2) return false;
  const section = byId("labels");
  const list = rows();
  const names = page.labels.names.slice(0, MOST_COLUMNS);
  const cell = Math.max(13, Math.min(42, 760 / names.length));
  const [width, height] = [NAMES + cell * names.length + 24, TOP + ROW * list.length + 4];
  const most = Math.max(...list.flatMap((row) => row.shares), 1e-9);
  const shade = scaleSqrt([0, most], [0, 1]).clamp(true);
  const note = element("p", { class: "note", "aria-live": "polite" });
  const explain = `A column is a label, a row a topic; the darker, the larger the topic's share of that label's documents (up to ${percent(most)}).`;
  note.textContent = explain;
  const cut = [
    list.length < topics.length ? `the ${list.length} topics that differ most between labels` : "",
    names.length < page.labels.names.length ? `the first ${names.length} of ${page.labels.names.length} labels` : "",
  ].filter((part) => part !== "");
  section.append(
    element("h2", {}, page.labels.numbered ? `Topics from ${names[0]} to ${names[names.length - 1]}` : `Topics of ${page.labels.names.length} labels, such as ${names[0]}`, element("small", {}, cut.length > 0 ? ` ${cut.join(", ")}` : "")),
    note,
  );
  const frame = element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Heat map of topics over labels" });
  section.append(frame);
  const svg = select(frame).append("svg").attr("class", "heat").attr("viewBox", `0 0 ${width} ${height}`).attr("width", width).attr("height", height).attr("role", "group").attr("aria-label", "Topics over labels");
  svg
    .append("g")
    .attr("aria-hidden", "true")
    .selectAll("text")
    .data(names)
    .join("text")
    .attr("class", "column")
    .attr("transform", (_, l) => `translate(${NAMES + cell * (l + 0.5) + 4},${TOP - 6}) rotate(-50)`)
    .text((name) => (name.length > 12 ? `${name.slice(0, 11)}…` : name));
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
  groups.each(function (row) {
    select(this)
      .selectAll("rect.cell")
      .data(row.shares)
      .join("rect")
      .attr("class", "cell")
      .attr("x", (_, l) => NAMES + cell * l)
      .attr("width", cell - 1)
      .attr("height", ROW - 1)
      .attr("fill-opacity", (share) => shade(share))
      .on("mouseenter", (_, share) => (note.textContent = `Topic ${row.topic} has ${percent(share)} of ${names[row.shares.indexOf(share)]}.`))
      .on("mouseleave", () => (note.textContent = explain));
  });
  const draw = () => {
    groups
      .attr("aria-pressed", (row) => String(row.topic === choice.topic))
      .attr("aria-label", (row) => `Topic ${row.topic}, ${wordsLine(topics[row.topic], 3)}: most in ${names[row.shares.indexOf(Math.max(...row.shares))]}`);
    groups.select("text.name").text((row) => {
      const text = `${row.topic}  ${wordsLine(topics[row.topic], 4)}`;
      return text.length > NAME_LENGTH ? `${text.slice(0, NAME_LENGTH - 1)}…` : text;
    });
  };
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
