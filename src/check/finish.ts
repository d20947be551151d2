// The last pass: from the typed trees of the final round to the program that
// lowering takes. Types lose their variables, functions get their final
// numbers, conversions that change nothing go away.

import { sameType } from "../types/key.ts";
import { NONE } from "../types/primitives.ts";
import { mapType, zonk } from "../types/variables.ts";
import type { Type } from "../types/type.ts";
import { unionOf } from "../types/join.ts";
import { typeKey } from "../types/key.ts";
import type { GlobalVariable, TypedExpression, TypedFunction, TypedStatement, Variable } from "./program.ts";

export class Finisher {
  /** Of an instance, in the program. */
  private readonly functionId: (instance: number) => number;
  private readonly types = new Map<Type, Type>();
  private readonly variables = new Map<Variable, Variable>();
  private readonly globals = new Map<GlobalVariable, GlobalVariable>();

  /** First operands of a long chain that are done and wait for what is around them. */
  private readonly ready = new Map<TypedExpression, TypedExpression>();

  constructor(functionId: (instance: number) => number) {
    this.functionId = functionId;
  }

  /** Without variables; a part that nothing ever filled is None, like modules and classes, which have no value. */
  type(type: Type): Type {
    if (type.kind === "int" || type.kind === "float" || type.kind === "bool" || type.kind === "str" || type.kind === "none") return type;
    let final = this.types.get(type);
    if (final === undefined) {
      final = settle(zonk(type));
      this.types.set(type, final);
    }
    return final;
  }

  /** Of a field, in terms of the class's type parameters. */
  fieldType(type: Type): Type {
    return hasParameters(type) ? zonk(type) : this.type(type);
  }

  global(global: GlobalVariable): GlobalVariable {
    let final = this.globals.get(global);
    if (final === undefined) {
      final = { ...global, type: this.type(global.type) };
      this.globals.set(global, final);
    }
    return final;
  }

  variable(variable: Variable): Variable {
    let final = this.variables.get(variable);
    if (final === undefined) {
      final = { ...variable, type: this.type(variable.type) };
      this.variables.set(variable, final);
    }
    return final;
  }

  function(typed: TypedFunction): TypedFunction {
    this.variables.clear();
    return {
      ...typed,
      id: this.functionId(typed.id),
      parameters: typed.parameters.map((variable) => this.variable(variable)),
      variables: typed.variables.map((variable) => this.variable(variable)),
      result: this.type(typed.result),
      ...(typed.returned === undefined ? {} : { returned: this.type(typed.returned) }),
      body: this.statements(typed.body),
    };
  }

  statements(list: readonly TypedStatement[]): TypedStatement[] {
    return list.map((statement) => this.statement(statement));
  }

  private statement(node: TypedStatement): TypedStatement {
    switch (node.kind) {
      case "evaluate":
        return { ...node, value: this.expression(node.value) };
      case "setVariable":
        return { ...node, variable: this.variable(node.variable), value: this.fit(node.value, node.variable.type) };
      case "clearVariable":
        return { ...node, variable: this.variable(node.variable) };
      case "setGlobal":
        return { ...node, global: this.global(node.global), value: this.fit(node.value, node.global.type) };
      case "setCapture":
        return { ...node, value: this.expression(node.value) };
      case "setField":
        return { ...node, object: this.expression(node.object), value: this.expression(node.value) };
      case "if":
        return { ...node, test: this.expression(node.test), then: this.statements(node.then), else: this.statements(node.else) };
      case "block":
      case "loop":
        return { ...node, body: this.statements(node.body) };
      case "countedLoop":
        return {
          ...node,
          variable: this.variable(node.variable),
          start: this.expression(node.start),
          stop: this.expression(node.stop),
          step: this.expression(node.step),
          body: this.statements(node.body),
        };
      case "return":
        return node.value === null ? node : { ...node, value: this.expression(node.value) };
      case "raise":
      case "yield":
        return { ...node, value: this.expression(node.value) };
      case "setThrown":
        return { ...node, generator: this.expression(node.generator), value: this.expression(node.value) };
      case "try":
        return {
          ...node,
          body: this.statements(node.body),
          handlers: node.handlers.map((handler) => ({
            ...handler,
            variable: handler.variable === null ? null : this.variable(handler.variable),
            body: this.statements(handler.body),
          })),
          otherwise: this.statements(node.otherwise),
          finalizer: this.statements(node.finalizer),
        };
      case "assignElements":
        return {
          ...node,
          target: this.expression(node.target),
          value: this.expression(node.value),
          mismatch: this.functionId(node.mismatch),
        };
      case "setArrayItem":
        return {
          ...node,
          array: this.expression(node.array),
          indexes: this.expressions(node.indexes),
          value: this.expression(node.value),
          outside: this.functionId(node.outside),
        };
      case "leave":
      case "fault":
      case "reraise":
        return node;
    }
  }

  /** A value that was stored before its place grew is converted like all others. */
  private fit(value: TypedExpression, target: Type): TypedExpression {
    const final = this.expression(value);
    const wanted = this.type(target);
    if (sameType(final.type, wanted) || final.type.kind === "never") return final;
    return { kind: "convert", value: final, type: wanted, orRaise: null, span: final.span };
  }

  expressions(list: readonly TypedExpression[]): TypedExpression[] {
    return list.map((node) => this.expression(node));
  }

  /** Chains that lean to the left can be thousands long: from the innermost first operand outwards. */
  expression(node: TypedExpression): TypedExpression {
    const known = this.ready.get(node);
    if (known !== undefined) {
      this.ready.delete(node);
      return known;
    }
    const spine: TypedExpression[] = [];
    for (let inner = firstOperand(node); inner !== null; inner = firstOperand(inner)) spine.push(inner);
    if (spine.length > longChain) for (const inner of spine.toReversed()) this.ready.set(inner, this.finish(inner));
    return this.finish(node);
  }

  private finish(node: TypedExpression): TypedExpression {
    const type = node.type.kind === "never" ? node.type : this.type(node.type);
    switch (node.kind) {
      case "literal":
        return { ...node, type: type.kind === "unknown" || type.kind === "never" ? NONE : type };
      case "variable":
        return { ...node, variable: this.variable(node.variable), type: this.type(node.variable.type) };
      case "global":
        return { ...node, global: this.global(node.global), type: this.type(node.global.type) };
      case "capture":
      case "elementOperand":
        return { ...node, type };
      case "intrinsic":
      case "hostCall":
        return { ...node, arguments: this.expressions(node.arguments), type };
      case "call":
        return { ...node, function: this.functionId(node.function), arguments: this.expressions(node.arguments), type };
      case "dispatch":
        return {
          ...node,
          receiver: this.expression(node.receiver),
          targets: node.targets.map((target) => ({ receiver: this.type(target.receiver), function: this.functionId(target.function) })),
          arguments: this.expressions(node.arguments),
          type,
        };
      case "construct":
        return { ...node, fields: node.fields.map((field) => (field === null ? null : this.expression(field))), type };
      case "field":
        return { ...node, object: this.expression(node.object), type };
      case "tuple":
        return this.tuple(node);
      case "tupleItem":
        return { ...node, tuple: this.expression(node.tuple), type };
      case "list":
        return { ...node, items: this.expressions(node.items), type };
      case "closure":
        return {
          ...node,
          captures: node.captures.map((source) =>
            source.kind === "variable" ? { ...source, variable: this.variable(source.variable) } : source,
          ),
          type,
        };
      case "generator":
        return {
          ...node,
          function: this.functionId(node.function),
          environment: node.environment === null ? null : this.expression(node.environment),
          arguments: this.expressions(node.arguments),
          type,
        };
      case "advance":
      case "yielded":
      case "returned":
        return { ...node, generator: this.expression(node.generator), type };
      case "thrown":
        return { ...node, generator: node.generator === null ? null : this.expression(node.generator), type };
      case "convert":
        return this.convert(node, type);
      case "typeTest":
        return { ...node, value: this.expression(node.value), types: node.types.map((one) => this.type(one)), type };
      case "conditional":
        return { ...node, test: this.expression(node.test), then: this.expression(node.then), else: this.expression(node.else), type };
      case "and":
      case "or":
        return { ...node, left: this.expression(node.left), right: this.expression(node.right), type };
      case "sequence": {
        const value = this.expression(node.value);
        return { ...node, statements: this.statements(node.statements), value, type: value.type };
      }
      case "elementwise":
      case "arrayItem":
        return this.arrays(node, type);
    }
  }

  private arrays(node: Extract<TypedExpression, { kind: "elementwise" | "arrayItem" }>, type: Type): TypedExpression {
    if (node.kind === "arrayItem") {
      const outside = this.functionId(node.outside);
      return { ...node, array: this.expression(node.array), indexes: this.expressions(node.indexes), outside, type };
    }
    const mismatch = this.functionId(node.mismatch);
    return { ...node, operands: this.expressions(node.operands), body: this.expression(node.body), mismatch, type };
  }

  private tuple(node: Extract<TypedExpression, { kind: "tuple" }>): TypedExpression {
    const items = this.expressions(node.items);
    return { ...node, items, type: { kind: "tuple", items: items.map((item) => item.type) } };
  }

  private convert(node: Extract<TypedExpression, { kind: "convert" }>, type: Type): TypedExpression {
    const value = this.expression(node.value);
    return sameType(value.type, type) ? value : { ...node, value, type };
  }
}

const longChain = 60;

function firstOperand(node: TypedExpression): TypedExpression | null {
  switch (node.kind) {
    case "intrinsic":
    case "call":
      return node.arguments[0] ?? null;
    case "elementwise":
      return node.operands[0] ?? null;
    case "convert":
      return node.value;
    case "field":
      return node.object;
    case "and":
    case "or":
      return node.left;
    default:
      return null;
  }
}

/** `never` inside a type is None; unions in canonical order. */
function settle(type: Type): Type {
  switch (type.kind) {
    case "never":
    case "unknown":
    case "module":
    case "class":
    case "parameter":
      return NONE;
    case "tuple":
      return { kind: "tuple", items: type.items.map(settle) };
    case "variadic":
    case "storage":
      return { kind: type.kind, element: settle(type.element) };
    case "generator":
      return { ...type, element: settle(type.element) };
    case "instance":
      return type.arguments.length === 0 ? type : { ...type, arguments: type.arguments.map(settle) };
    case "union":
      return settleUnion(type.members);
    case "none":
    case "bool":
    case "int":
    case "u64":
    case "float":
    case "str":
    case "function":
    case "variable":
      return type;
  }
}

function settleUnion(members: readonly Type[]): Type {
  const settled = members.map(settle).map((member) => ({ member, key: typeKey(member) }));
  const unique = settled.filter((one, index) => settled.findIndex((other) => other.key === one.key) === index);
  unique.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return unionOf(unique.map((one) => one.member));
}

function hasParameters(type: Type): boolean {
  let found = false;
  mapType(zonk(type), (leaf) => {
    if (leaf.kind === "parameter") found = true;
    return leaf;
  });
  return found;
}
