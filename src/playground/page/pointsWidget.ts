// A list of places in metres: set by clicking the map, or written.

import type { Parameter } from "../../engine/parameters.ts";
import { make } from "./dom.ts";
import type { Place } from "./plane.ts";
import type { OnSetting } from "./settingsPanel.ts";

/** Asks for the next place that is clicked on the map; null ends it. */
export type PlacePicker = (pick: ((place: Place) => void) | null) => void;

type Points = readonly (readonly [number, number])[];

export function pointsWidget(parameter: Parameter, id: string, value: Points, onChange: OnSetting, pickPlace: PlacePicker): HTMLElement {
  const most = Math.min(parameter.maxLength ?? 1000, 1000);
  let points = [...value];
  let isPicking = false;
  const list = make("span", { class: "points-list" });
  const add = make("button", { type: "button", id, "aria-pressed": "false" }, "Set on the map");
  const clear = make("button", { type: "button" }, "Clear");
  const change = (next: Points): void => {
    points = [...next];
    list.textContent = points.length === 0 ? "none yet" : points.map(([x, y]) => `${Math.round(x)}, ${Math.round(y)}`).join(" · ");
    clear.hidden = points.length === 0;
  };
  const pick = ({ x, y }: Place): void => {
    if (points.length >= most) return;
    change([...points, [Math.round(x), Math.round(y)]]);
    onChange(points, true);
  };
  add.addEventListener("click", () => {
    isPicking = !isPicking;
    add.setAttribute("aria-pressed", String(isPicking));
    add.textContent = isPicking ? "Click the map; press when done" : "Set on the map";
    pickPlace(isPicking ? pick : null);
  });
  clear.addEventListener("click", () => {
    change([]);
    onChange([], true);
  });
  change(points);
  return make("span", { class: "points" }, list, add, clear);
}
