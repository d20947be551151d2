// The name section, so that DevTools, profilers and disassemblers show the
// author's functions and locals. Only in builds that ask for it.
// https://webassembly.github.io/spec/core/appendix/custom.html#name-section

import type { ModulePlan } from "./plan.ts";
import { runtimeNames } from "./runtime/prelude.ts";
import { ByteWriter } from "./writer.ts";

const subsection = { functions: 1, locals: 2 } as const;

export function nameSection(plan: ModulePlan): Uint8Array {
  const out = new ByteWriter(4096);
  writeSubsection(out, subsection.functions, functionNames(plan));
  writeSubsection(out, subsection.locals, localNames(plan));
  return out.written().slice();
}

function writeSubsection(out: ByteWriter, id: number, content: ByteWriter): void {
  out.byte(id);
  out.u32(content.length);
  out.raw(content.written());
}

function functionNames(plan: ModulePlan): ByteWriter {
  const { hostFunctions, functions, types } = plan.module;
  const made = Array.from(plan.allocators.keys(), (id) => `new ${types[id]?.name ?? id}`);
  const names = [
    ...hostFunctions.map((host) => host.name),
    ...runtimeNames.map((name) => `wgen.${name}`),
    ...functions.map((one) => one.name),
    ...made,
  ];
  return nameMap(names.map((name, index) => [index, name]));
}

function localNames(plan: ModulePlan): ByteWriter {
  const named = plan.module.functions.map((one) => ({
    index: plan.firstFunction + one.id,
    names: one.locals.flatMap((local, index): (readonly [number, string])[] => (local.name === null ? [] : [[index, local.name]])),
  }));
  const present = named.filter(({ names }) => names.length > 0);
  const out = new ByteWriter(1024);
  out.u32(present.length);
  for (const { index, names } of present) {
    out.u32(index);
    out.raw(nameMap(names).written());
  }
  return out;
}

function nameMap(names: readonly (readonly [number, string])[]): ByteWriter {
  const out = new ByteWriter(1024);
  out.u32(names.length);
  for (const [index, name] of names) {
    out.u32(index);
    out.name(name);
  }
  return out;
}
