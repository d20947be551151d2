// Small help with elements. Text is always set as text, never as markup.

/** The element of that id in the page's own markup. */
export function byId<Kind extends HTMLElement = HTMLElement>(id: string): Kind {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no #${id}`);
  return element as Kind;
}

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Makes an element; attributes that are false or undefined are left out. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children);
  return element;
}

let announceTimer = 0;

/** Says something to people who listen; what comes within half a second of it replaces it. */
export function announce(text: string): void {
  clearTimeout(announceTimer);
  announceTimer = window.setTimeout(() => (byId("announcer").textContent = text), 500);
}

/** Runs the last of many calls, once, after a pause. */
export function afterPause(milliseconds: number, action: () => void): () => void {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = window.setTimeout(action, milliseconds);
  };
}
