import { axisBottom, axisLeft } from "d3-axis";
import { scaleLinear } from "d3-scale";
import { select } from "d3-selection";
import { line } from "d3-shape";
import { grouped, page, type Pass } from "./data";
import { byId, element, number, tableBehind } from "./dom";

const [WIDTH, HEIGHT] = [420, 210];
const MARGIN = { left: 64, right: 12, top: 8, bottom: 34 };

/** A line over the passes. */
function chart(title: string, value: (pass: Pass) => number, range?: [number, number]): HTMLElement {
  const passes = page.trace.filter((pass) => Number.isFinite(value(pass)));
  const values = passes.map(value);
  const figure = element("figure", {}, element("figcaption", {}, title));
  const [first, last] = [passes[0].pass, passes[passes.length - 1].pass];
  const [low, high] = range ?? [Math.min(...values), Math.max(...values)];
  const margin = low < high ? 0 : Math.max(1e-3, Math.abs(low) * 0.01);
  const x = scaleLinear([first, Math.max(last, first + 1)], [MARGIN.left, WIDTH - MARGIN.right]);
  const y = scaleLinear([low - margin, high + margin], [HEIGHT - MARGIN.bottom, MARGIN.top]).nice(4);
  const svg = select(figure)
    .append("svg")
    .attr("viewBox", `0 0 ${WIDTH} ${HEIGHT}`)
    .attr("role", "img")
    .attr("aria-label", `${title}: from ${number(values[0], 6)} to ${number(values[values.length - 1], 6)} over passes ${first} to ${last}`);
  const whole = x.ticks(6).filter(Number.isInteger);
  svg.append("g").attr("class", "axis").attr("transform", `translate(0,${HEIGHT - MARGIN.bottom})`).call(axisBottom(x).tickValues(whole).tickFormat(String));
  svg.append("g").attr("class", "axis").attr("transform", `translate(${MARGIN.left},0)`).call(axisLeft(y).ticks(4));
  svg.append("text").attr("class", "axis-name").attr("x", (MARGIN.left + WIDTH) / 2).attr("y", HEIGHT - 4).text("pass");
  svg.append("path").attr("class", "line").attr("d", line<Pass>((pass) => x(pass.pass), (pass) => y(value(pass)))(passes));
  return figure;
}

export function showTraining(): boolean {
  if (page.trace.length === 0) return false;
  const section = byId("training");
  const tokens = Math.max(1, page.num_tokens);
  const last = page.trace[page.trace.length - 1];
  const estimate = page.trace.some((pass) => pass.estimate) ? ", estimated from mini-batches" : "";
  const terms = "words" in last.terms ? " The bound is the sum of its terms: how well the words are explained, less what the documents' proportions (theta) and the topics' words (beta) take to be told." : "";
  section.append(
    element("h2", {}, "Training ", element("small", {}, `the lower bound of the log evidence, in nats per token${estimate}`)),
    element("p", { class: "note" }, `${grouped(last.pass)} passes; in the last, ${grouped(last.documents_converged)} of ${grouped(last.documents)} documents converged.${terms}`),
    element(
      "div",
      { class: "charts" },
      chart("Bound", (pass) => pass.elbo_nats / tokens),
      ...Object.keys(last.terms).map((term) => chart(`Its term “${term}”`, (pass) => pass.terms[term] / tokens)),
      chart("Documents converged, %", (pass) => (100 * pass.documents_converged) / pass.documents, [0, 100]),
    ),
    tableBehind("the passes", ["pass", "bound, nats", ...Object.keys(last.terms), "documents converged", "seconds"], () =>
      page.trace.map((pass) => [
        pass.pass,
        number(pass.elbo_nats, 9),
        ...Object.keys(last.terms).map((term) => number(pass.terms[term], 9)),
        `${pass.documents_converged} of ${pass.documents}`,
        number(pass.seconds, 3),
      ]),
    ),
  );
  return true;
}
