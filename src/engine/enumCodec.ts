// Members of enums cross by name. Inside, each is one object that the module
// body made, kept in a global; its first field is its name.

import { ofReference, type Codec } from "./codec.ts";
import { readLength, readSlot, readText } from "./memoryAccess.ts";
import { misfit, MisfitError } from "./values.ts";

/** `members`: the global of each, by name. */
export function enumCodec(text: string, members: ReadonlyMap<string, number>): Codec {
  return ofReference({
    text,
    decode(machine, border) {
      const name = Number(readSlot(border.view, Number(machine), 0, "ref"));
      border.count(24 + 4 * readLength(border.view, name));
      return readText(border.view, name);
    },
    encode(value, border) {
      if (typeof value !== "string") throw misfit(`a member of ${text}`, value);
      const global = members.get(value);
      const address = global === undefined ? 0 : Number(border.instance.getGlobal(global));
      if (address === 0) throw new MisfitError(`expected a member of ${text}: ${[...members.keys()].join(", ")}`);
      border.instance.retain(address);
      return address;
    },
    toJSON: (value) => value,
    fromJSON: (json) => json,
  });
}
