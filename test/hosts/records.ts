// A foreign host: records go through a plugin's `transform`, which may look
// up prices (a pure function) and tag records (an effect). Imports the
// package's root and nothing else.

import { compile, defineHost, settleEffects, type Effect, type Host, type Plugin, type Refusal } from "wgen";

/** A host over one price list; a key that is not in it is the plugin's fault. */
export function recordsHost(prices: ReadonlyMap<string, number>): Host {
  return defineHost({
    name: "records",
    types: {
      Order: { id: "str", price: "float", count: "int", notes: { type: "list[str]", default: [] } },
      Result: { total: "float", label: { type: "str | None", default: null } },
    },
    methods: { Order: 'def total(self) -> float:\n    """Price times count."""\n    return self.price * self.count\n' },
    modules: {
      shop: {
        list_price: {
          parameters: { key: "str" },
          result: "float",
          price: 100,
          run: (key: string) => priceOf(prices, key),
          doc: "The price on the list.",
        },
        tag: { parameters: { id: "str", label: "str" }, effect: "reversible", doc: "Marks an order." },
      },
    },
    hooks: { transform: { parameters: { order: { type: "Order", required: true }, rate: "float" }, result: "Result" } },
  });
}

function priceOf(prices: ReadonlyMap<string, number>, key: string): number {
  const price = prices.get(key);
  if (price === undefined) throw new Error(`no price for ${key}`);
  return price;
}

export function openTransform(source: string, prices: ReadonlyMap<string, number>, tier: "compiled" | "interpreter"): Plugin | Refusal {
  return compile(source, { host: recordsHost(prices), fileName: "transform.wgen", tier });
}

/** Applies the tags to a table, all or none: a label may stand once for each order. */
export function applyTags(tags: Map<string, string>, effects: readonly Effect[]): readonly Effect[] {
  return settleEffects(effects, {
    apply({ arguments: [id, label] }) {
      if (typeof id !== "string" || typeof label !== "string" || tags.has(id)) throw new Error("not a tag, or tagged twice");
      tags.set(id, label);
    },
    undo: ({ arguments: [id] }) => void (typeof id === "string" && tags.delete(id)),
    grant: () => "never",
    queue: () => undefined,
  });
}
