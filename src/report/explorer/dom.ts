/** A new element; text is only ever set as text. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

export const byId = (id: string) => document.getElementById(id)!;

export const number = (value: number, digits: number) => (Number.isFinite(value) ? value.toPrecision(digits) : "");

/** The table behind a chart. Its rows are made when it is first opened. */
export function tableBehind(title: string, heading: string[], rows: () => (string | number)[][]): HTMLElement {
  const details = element("details", { class: "table" }, element("summary", {}, `Table: ${title}`));
  const fill = () => {
    if (!details.open || details.querySelector("table")) return;
    const head = element("tr", {}, ...heading.map((text) => element("th", { scope: "col" }, text)));
    const body = rows().map((row) =>
      element("tr", {}, ...row.map((cell, i) => (i === 0 ? element("th", { scope: "row" }, String(cell)) : element("td", {}, String(cell))))),
    );
    const table = element("table", {}, element("caption", {}, title), element("thead", {}, head), element("tbody", {}, ...body));
    details.append(element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": title }, table));
  };
  details.addEventListener("toggle", fill);
  return details;
}

/** Up and down, left and right among the elements of a list. */
export function arrowKeys(list: HTMLElement, selector: string) {
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const items = [...list.querySelectorAll<HTMLElement>(selector)];
    const at = items.indexOf(document.activeElement as HTMLElement);
    const next = items[at + step];
    if (at < 0 || !next) return;
    event.preventDefault();
    next.focus();
    next.click();
  });
}
