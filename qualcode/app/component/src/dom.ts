// Elements made from text, never from markup: whatever a transcript, a file name or a code holds stays plain text.

type Child = Node | string | null | undefined | false;
type Attributes = Record<string, string | number | boolean | null | undefined | ((event: Event) => void)>;

/** An element; a value that is a function listens to the event of that name, null and false leave an attribute out, true sets it empty. */
export function el<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) if (child !== null && child !== undefined && child !== false) made.append(child);
  return made;
}

/** Replaces what is in `parent`, and gives the focus back to the element with the same `data-focus`, so that no key press falls into nothing. */
export function fill(parent: HTMLElement, ...children: Child[]): void {
  const root = parent.getRootNode() as ShadowRoot | Document;
  const focused = root.activeElement;
  const key = focused && parent.contains(focused) ? focused.getAttribute("data-focus") : null;
  parent.replaceChildren(...children.filter((child): child is Node | string => child !== null && child !== undefined && child !== false));
  if (key) parent.querySelector<HTMLElement>(`[data-focus="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
}

export type Label = (name: string, values?: Record<string, string | number>) => string;

/** A text of the catalogue with its {placeholders} filled. */
export function labelsFrom(labels: Record<string, string>): Label {
  return (name, values = {}) => (labels[name] ?? name).replace(/\{(\w+)\}/g, (whole, key: string) => String(values[key] ?? whole));
}

/** A random UUID; `crypto.randomUUID` is only there on https and on the own machine. */
export function newId(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
