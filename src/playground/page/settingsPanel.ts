// The parameters of the program as widgets: a slider with its number, a switch,
// a menu, a colour, a text, points that one sets on the map. The panel shows
// what the last compiled program declares and tells each change at once.

import type { Parameter } from "../../engine/parameters.ts";
import { fits } from "../engine/parameterValues.ts";
import type { WorldRecipe } from "../engine/messages.ts";
import { make } from "./dom.ts";
import { pointsWidget, type PlacePicker } from "./pointsWidget.ts";
import { sliderWidget } from "./sliderWidget.ts";

export type Settings = WorldRecipe["params"];

/** A value that may change while it is still being dragged. */
export type OnSetting = (value: unknown, isFinal: boolean) => void;

export class SettingsPanel {
  private readonly panel: HTMLElement;
  private readonly onChange: (settings: Settings, isFinal: boolean) => void;
  private readonly pickPlace: PlacePicker;
  private parameters: readonly Parameter[] = [];
  private values = new Map<string, unknown>();
  private shape = "";

  constructor(panel: HTMLElement, pickPlace: PlacePicker, onChange: (settings: Settings, isFinal: boolean) => void) {
    this.panel = panel;
    this.pickPlace = pickPlace;
    this.onChange = onChange;
    // Until a program has told what it declares.
    panel.hidden = true;
  }

  /** Values that differ from the defaults. */
  get settings(): Settings {
    return this.parameters.flatMap((parameter) => {
      const value = this.values.get(parameter.name);
      return value === undefined || isSame(value, parameter.default) ? [] : [[parameter.name, value] as const];
    });
  }

  /** Another program, or the same with other parameters. Widgets that stay the same keep the focus. */
  show(parameters: readonly Parameter[], settings: Settings): void {
    const given = new Map(settings);
    const shape = JSON.stringify(parameters, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value));
    const isKnown = shape === this.shape && JSON.stringify(settings) === JSON.stringify(this.settings);
    this.parameters = parameters;
    this.values = new Map(parameters.map(({ name, default: value }) => [name, given.get(name) ?? value]));
    this.shape = shape;
    if (!isKnown) this.build();
  }

  private set(parameter: Parameter, value: unknown, isFinal: boolean): void {
    if (!fits(parameter, value)) return;
    this.values.set(parameter.name, value);
    this.onChange(this.settings, isFinal);
    this.markReset();
  }

  private build(): void {
    this.panel.hidden = false;
    const count = this.parameters.length;
    const reset = make("button", { type: "button", class: "reset", title: "All parameters as the program has them" }, "Reset");
    reset.addEventListener("click", () => {
      this.values = new Map(this.parameters.map(({ name, default: value }) => [name, value]));
      this.build();
      this.onChange([], true);
    });
    const head = make("summary", {}, make("span", {}, "Parameters"), reset);
    const body =
      count === 0 ? [make("p", { class: "quiet" }, "Declare one: height: float = param(120.0, min=0.0, max=600.0)")] : this.groups();
    const isOpen = this.panel.querySelector("details")?.open ?? true;
    this.panel.replaceChildren(make("details", { open: isOpen }, head, make("div", { class: "settings-body" }, ...body)));
    this.markReset();
  }

  private markReset(): void {
    this.panel.querySelector(".reset")?.toggleAttribute("hidden", this.settings.length === 0);
  }

  private groups(): HTMLElement[] {
    const names = [...new Set(this.parameters.map(({ group }) => group ?? ""))];
    return names.map((name) => {
      const widgets = this.parameters.filter(({ group }) => (group ?? "") === name).map((parameter) => this.widget(parameter));
      return name === ""
        ? make("div", { class: "group" }, ...widgets)
        : make("fieldset", { class: "group" }, make("legend", {}, name), ...widgets);
    });
  }

  private widget(parameter: Parameter): HTMLElement {
    const id = `param-${parameter.name}`;
    const value = this.values.get(parameter.name);
    const onChange: OnSetting = (next, isFinal) => this.set(parameter, next, isFinal);
    const input = inputOf(parameter, id, value, onChange, this.pickPlace);
    const label = make("label", { for: id }, parameter.label ?? parameter.name);
    const kind = parameter.type === "bool" ? "row switch-row" : "row";
    const help = parameter.help === undefined ? [] : [make("p", { class: "help" }, parameter.help)];
    return make("div", { class: kind }, label, input, ...help);
  }
}

function inputOf(parameter: Parameter, id: string, value: unknown, onChange: OnSetting, pickPlace: PlacePicker): HTMLElement {
  if (parameter.choices !== undefined) return menu(parameter.choices, id, value, onChange);
  switch (parameter.type) {
    case "int":
    case "float":
      return sliderWidget(parameter, id, Number(value), onChange);
    case "bool":
      return switchWidget(id, value === true, onChange);
    case "Color":
      return colourWidget(id, String(value), onChange);
    case "str":
      return textWidget(parameter, id, String(value), onChange);
    case "list[tuple[float, float]]":
      return pointsWidget(parameter, id, value as readonly (readonly [number, number])[], onChange, pickPlace);
    default:
      return make("code", { id, class: "quiet" }, `${parameter.type}: set in the program`);
  }
}

function menu(choices: readonly unknown[], id: string, value: unknown, onChange: OnSetting): HTMLElement {
  const options = choices.map((choice, index) => make("option", { value: index, selected: choice === value }, String(choice)));
  const select = make("select", { id }, ...options);
  select.addEventListener("change", () => onChange(choices[Number(select.value)], true));
  return select;
}

function switchWidget(id: string, value: boolean, onChange: OnSetting): HTMLElement {
  const input = make("input", { id, type: "checkbox", role: "switch", class: "switch", checked: value });
  input.addEventListener("change", () => onChange(input.checked, true));
  return input;
}

function colourWidget(id: string, value: string, onChange: OnSetting): HTMLElement {
  const input = make("input", { id, type: "color", value });
  const text = make("code", {}, value);
  input.addEventListener("input", () => {
    text.textContent = input.value;
    onChange(input.value, false);
  });
  input.addEventListener("change", () => onChange(input.value, true));
  return make("span", { class: "colour" }, input, text);
}

function textWidget({ maxLength }: Parameter, id: string, value: string, onChange: OnSetting): HTMLElement {
  const input = make("input", { id, type: "text", value, maxlength: maxLength ?? 256, spellcheck: "false" });
  input.addEventListener("change", () => onChange(input.value, true));
  return input;
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === "object" && JSON.stringify(a) === JSON.stringify(b));
}
