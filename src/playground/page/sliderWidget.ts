// A number: a slider where the program says from where to where, and a field
// beside it for exact values.

import type { Parameter } from "../../engine/parameters.ts";
import { make } from "./dom.ts";
import type { OnSetting } from "./settingsPanel.ts";

/** Steps of a slider that has none of its own, and of a logarithmic one. */
const fineSteps = 400;

export function sliderWidget(parameter: Parameter, id: string, value: number, onChange: OnSetting): HTMLElement {
  const { type, unit, label, name } = parameter;
  const min = parameter.min === undefined ? null : Number(parameter.min);
  const max = parameter.max === undefined ? null : Number(parameter.max);
  const step = type === "int" ? Math.max(1, Math.round(parameter.step ?? 1)) : (parameter.step ?? null);
  const field = make("input", {
    type: "number",
    id,
    value: shown(value),
    step: step ?? "any",
    min: min ?? undefined,
    max: max ?? undefined,
    "aria-describedby": unit === undefined ? undefined : `${id}-unit`,
  });
  const suffix = unit === undefined ? [] : [make("span", { class: "unit", id: `${id}-unit` }, unit)];
  field.addEventListener("change", () => {
    if (field.value !== "") onChange(Number(field.value), true);
  });
  const number = make("span", { class: "number" }, field, ...suffix);
  if (min === null || max === null || min >= max) return number;

  const isLog = parameter.log === true && min > 0;
  const range = make("input", { type: "range", "aria-label": label ?? name, min: 0, max: fineSteps, step: 1 });
  const toValue = (position: number): number => snap(isLog ? logValue(min, max, position / fineSteps) : position, { min, max, step });
  const toPosition = (at: number): number => (isLog ? logShare(min, max, at) * fineSteps : at);
  if (!isLog) {
    range.min = String(min);
    range.max = String(max);
    range.step = String(step ?? (max - min) / fineSteps);
  }
  const show = (at: number): void => {
    range.value = String(toPosition(at));
    range.style.setProperty("--share", `${((Number(range.value) - Number(range.min)) / (Number(range.max) - Number(range.min))) * 100}%`);
  };
  const move = (isFinal: boolean): void => {
    const next = toValue(Number(range.value));
    field.value = shown(next);
    show(next);
    onChange(next, isFinal);
  };
  range.addEventListener("input", () => move(false));
  range.addEventListener("change", () => move(true));
  field.addEventListener("input", () => field.value !== "" && show(Number(field.value)));
  show(value);
  return make("span", { class: "slider" }, range, number);
}

interface Steps {
  readonly min: number;
  readonly max: number;
  readonly step: number | null;
}

function snap(value: number, { min, max, step }: Steps): number {
  const stepped = step === null ? Number(value.toPrecision(4)) : min + Math.round((value - min) / step) * step;
  return Math.min(Math.max(Number(stepped.toPrecision(12)), min), max);
}

/** Powers without a logarithm of the engine's: a number of halvings is enough for a slider. */
function logValue(min: number, max: number, share: number): number {
  return min * (max / min) ** share;
}

function logShare(min: number, max: number, value: number): number {
  let low = 0;
  let high = 1;
  for (let round = 0; round < 30; round++) {
    const middle = (low + high) / 2;
    if (logValue(min, max, middle) < value) low = middle;
    else high = middle;
  }
  return low;
}

/** At most twelve digits: 0.30000000000000004 is 0.3. */
function shown(value: number): string {
  return String(Number(value.toPrecision(12)));
}
