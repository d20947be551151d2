// A foreign host: a canvas of four functions. A plugin draws, the host gets a
// list of commands. Imports the package's root and nothing else, as a
// stranger's code would.

import { compile, defineHost, type CallOutcome, type Fault, type RunLimits } from "wgen";

export const canvasHost = defineHost({
  name: "canvas",
  modules: {
    canvas: {
      background: { parameters: { color: "str" }, effect: "outward", doc: "Paints everything." },
      circle: {
        parameters: { x: "float", y: "float", radius: "float", color: { type: "str", default: "#000000" } },
        effect: "outward",
        doc: "A filled circle; pixels from the top left.",
      },
      line: { parameters: { x0: "float", y0: "float", x1: "float", y1: "float", width: { type: "float", default: 1 } }, effect: "outward" },
      text: { parameters: { words: "str", x: "float", y: "float" }, effect: "outward", price: 50 },
    },
  },
  hooks: {
    draw: { parameters: { width: "float", height: "float", time: "float" }, result: "None", doc: "Draws one frame." },
  },
});

export interface Command {
  readonly name: string;
  readonly values: readonly unknown[];
}

export interface Frame {
  readonly commands: readonly Command[];
  readonly fault: Fault | null;
  readonly fuelUsed: number;
}

export interface FrameRequest {
  readonly width: number;
  readonly height: number;
  readonly time: number;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly limits?: RunLimits;
}

/** A function that draws frames, or the messages of what is wrong with the source. */
export function openSketch(source: string, tier: "compiled" | "interpreter"): ((request: FrameRequest) => Frame) | readonly string[] {
  const plugin = compile(source, { host: canvasHost, fileName: "sketch.wgen", tier });
  if (!plugin.ok) return plugin.diagnostics.map((each) => `${each.code}: ${each.message}`);
  return ({ width, height, time, params = {}, limits = {} }) => frameOf(plugin.call("draw", { width, height, time }, { params, limits }));
}

function frameOf(out: CallOutcome): Frame {
  const commands = out.effects.map(({ name, arguments: values }) => ({ name: name.replace("canvas.", ""), values }));
  return { commands, fault: out.ok ? null : out.fault, fuelUsed: out.fuelUsed };
}
