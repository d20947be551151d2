// What a place is like: every stage's value there, before the program and
// after it, so that one sees which stages the program changed.

import type { PlaceValues } from "../engine/messages.ts";
import { announce, make } from "./dom.ts";
import { covers, type Pixel } from "./pixels.ts";
import type { Place } from "./plane.ts";

interface StageRow {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

export function placeRows({ bare, full }: PlaceValues): StageRow[] {
  const number = (name: string, before: number, after: number, digits: number, unit: string): StageRow => ({
    name,
    before: `${before.toFixed(digits)}${unit}`,
    after: `${after.toFixed(digits)}${unit}`,
  });
  return [
    number("Elevation", bare.elevation, full.elevation, 1, " m"),
    number("Slope", bare.slope, full.slope, 2, ""),
    number("Temperature", bare.temperature, full.temperature, 1, " °C"),
    number("Moisture", bare.moisture, full.moisture, 2, ""),
    { name: "Biome", before: bare.biome.name, after: full.biome.name },
    { name: "Colour", before: hex(bare.color), after: hex(full.color) },
  ];
}

/** The same as text, for the session. */
export function placeText(place: Place, values: PlaceValues): string {
  const rows = placeRows(values).map(
    ({ name, before, after }) => `${name.toLowerCase().padEnd(12)}${before === after ? after : `${before} -> ${after}`}`,
  );
  return [`at x=${Math.round(place.x)} y=${Math.round(place.y)}, without the program -> with it`, ...rows].join("\n");
}

export function showPlace(card: HTMLElement, place: Place, values: PlaceValues | null, onClose: () => void): void {
  const close = make("button", { type: "button", class: "close", "aria-label": "Close" }, "×");
  close.addEventListener("click", onClose);
  const head = make(
    "div",
    { class: "place-head" },
    make("strong", {}, `${format(place.x, "east", "west")}, ${format(place.y, "south", "north")}`),
    close,
  );
  if (values === null) {
    card.replaceChildren(head, make("p", { class: "quiet" }, "Not drawn yet."));
    card.hidden = false;
    return;
  }
  const rows = placeRows(values);
  const body = rows.map(({ name, before, after }) => {
    const isChanged = before !== after;
    const old = isChanged ? [make("span", { class: "old" }, before), make("span", { class: "arrow", "aria-label": "became" }, "→")] : [];
    const swatch = name === "Colour" ? [swatchOf(after)] : [];
    return make(
      "div",
      { class: isChanged ? "stage changed" : "stage" },
      make("dt", {}, name),
      make("dd", {}, ...old, ...swatch, make("span", {}, after)),
    );
  });
  const changed = rows.filter(({ before, after }) => before !== after).length;
  const note = changed === 0 ? "The program changes nothing here." : "Before the program → with it.";
  card.replaceChildren(head, make("dl", {}, ...body), make("p", { class: "quiet" }, note));
  card.hidden = false;
  announce(rows.map(({ name, after }) => `${name} ${after}`).join(", "));
}

/** Puts the card at the top of the map where it would cover its place at the bottom. */
export function keepClear(card: HTMLElement, place: Pixel): void {
  card.classList.remove("above");
  card.classList.toggle("above", covers(card.getBoundingClientRect(), place));
}

function swatchOf(colour: string): HTMLElement {
  const swatch = make("span", { class: "swatch", "aria-hidden": "true" });
  swatch.style.backgroundColor = colour;
  return swatch;
}

/** As "1 500 m west", from the middle of the world. */
function format(metres: number, ahead: string, behind: string): string {
  const rounded = String(Math.abs(Math.round(metres)));
  return `${rounded.replace(/\B(?=(\d{3})+$)/g, "\u202f")} m ${metres < 0 ? behind : ahead}`;
}

function hex({ r, g, b }: { readonly r: number; readonly g: number; readonly b: number }): string {
  const part = (value: number): string =>
    Math.round(Math.min(Math.max(value, 0), 1) * 255)
      .toString(16)
      .padStart(2, "0");
  return `#${part(r)}${part(g)}${part(b)}`;
}
