import { grouped, page } from "./data";
import { showDocuments } from "./documents";
import { byId, element } from "./dom";
import { showLabels } from "./labels";
import { showMap } from "./map";
import { showTopicList } from "./topic_list";
import { showTraining } from "./training";
import { showWords } from "./word_bars";
import { showSearch } from "./word_search";

function showTitle() {
  byId("title").textContent = page.title;
  const topics = page.num_topics === 1 ? "1 topic" : `${grouped(page.num_topics)} topics`;
  byId("subtitle").textContent = `What it is about, in ${topics} found among ${grouped(page.num_documents)} documents (${grouped(page.num_tokens)} words of text)`;
}

function facts(rows: [string, string][]): HTMLElement {
  return element("dl", {}, ...rows.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]));
}

function showAbout() {
  const section = byId("about");
  section.append(element("h2", {}, "About this model"), facts(page.facts));
  if (page.metrics.length > 0) section.append(element("h3", {}, "Quality"), facts(page.metrics));
  section.append(
    element(
      "p",
      { class: "note" },
      "A topic's number is its row in the model's lambda.npy. Relevance is λ log p(word | topic) + (1 − λ) log p(word | topic) / p(word) (Sievert & Shirley 2014). The map is the classical scaling of the topics' Jensen-Shannon divergences.",
    ),
  );
}

function showNavigation(parts: [string, string, boolean][]) {
  for (const [id, name, present] of parts) {
    byId(id).hidden = !present;
    if (present) byId("nav").append(element("a", { href: `#${id}` }, name), " ");
  }
}

function themeButton() {
  const button = byId("theme");
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;
  const isDark = () => (root.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
  const show = () => {
    button.textContent = isDark() ? "Light" : "Dark";
    button.setAttribute("aria-label", isDark() ? "Use light colours" : "Use dark colours");
  };
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    show();
  });
  system.addEventListener("change", show);
  show();
}

showTitle();
showTopicList();
showWords();
showMap();
showSearch();
themeButton();
const documents = showDocuments();
const labels = showLabels();
const training = showTraining();
showAbout();
showNavigation([
  ["topics", "Topics", true],
  ["documents", "Documents", documents],
  ["labels", "Labels", labels],
  ["training", "Training", training],
  ["about", "About", true],
]);
