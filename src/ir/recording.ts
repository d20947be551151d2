// What lowering asks of the module while it lowers a function that is the same
// in every program: sites, texts, types, other functions, in order. Asked again
// of another module, in that order, the answers say how to relocate what was
// lowered; and that module has then given out the same numbers in the same
// order as if the function had been lowered for it. So nothing shows which
// programs were compiled before.
//
// What is asked beyond that (which classes the program has, its globals, its
// generators) has an answer of the program's own: then nothing is recorded.

import type { Span } from "../base/span.ts";
import type { HeapTypes } from "../types/heapTypes.ts";
import type { Type } from "../types/type.ts";
import type { FunctionId, IRFunction } from "./ir.ts";
import type { Summary } from "./quietCode.ts";

export type Request =
  | { readonly kind: "site"; readonly span: Span }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "type"; readonly type: Type }
  /** By place among the callees. */
  | { readonly kind: "function"; readonly place: number; readonly charged: boolean };

export type Answered = Request & { readonly id: number };

/** What a function became in the module that it was lowered for first. */
export interface Lowered {
  readonly made: IRFunction;
  readonly requests: readonly Answered[];
  readonly summary: Summary;
  /** Without needless counting, by which callees are quiet. */
  readonly elided: Map<string, IRFunction>;
}

/** What lowering may ask about types. */
export type LoweringTypes = Pick<
  HeapTypes,
  "idOf" | "get" | "numberOf" | "idOfClosure" | "idOfGenerator" | "idOfCell" | "define" | "idsMatching" | "idsOfClass"
>;

export class Recording {
  readonly requests: Answered[] = [];
  readonly types: LoweringTypes;
  /** Did all that was asked have an answer that every program gives? */
  isWhole = true;
  private readonly functions: readonly FunctionId[];
  private readonly seen = new Set<string>();

  /** `functions`: the program's ids of the callees, by place. */
  constructor(types: HeapTypes, functions: readonly FunctionId[]) {
    this.types = this.watched(types);
    this.functions = functions;
  }

  noteCallee(callee: FunctionId, charged: boolean, id: FunctionId): void {
    const place = this.functions.indexOf(callee);
    if (place < 0) this.spoil();
    else this.note({ kind: "function", place, charged }, id);
  }

  note(request: Request, id: number): void {
    const key = `${request.kind} ${id}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    this.requests.push({ ...request, id });
  }

  spoil(): void {
    this.isWhole = false;
  }

  private watched(types: HeapTypes): LoweringTypes {
    const spoiling = <Asked extends readonly unknown[], Answer>(ask: (...asked: Asked) => Answer) => {
      return (...asked: Asked): Answer => {
        this.spoil();
        return ask(...asked);
      };
    };
    return {
      idOf: (type) => {
        const id = types.idOf(type);
        this.note({ kind: "type", type }, id);
        return id;
      },
      get: (id) => types.get(id),
      numberOf: (type) => types.numberOf(type),
      idOfClosure: spoiling((closure) => types.idOfClosure(closure)),
      idOfGenerator: spoiling((generator) => types.idOfGenerator(generator)),
      idOfCell: spoiling((content, flagged) => types.idOfCell(content, flagged)),
      define: spoiling((id, slots) => types.define(id, slots)),
      idsMatching: spoiling((type) => types.idsMatching(type)),
      idsOfClass: spoiling((wanted) => types.idsOfClass(wanted)),
    };
  }
}
