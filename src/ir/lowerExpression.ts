// Expressions, by kind. Chains that lean to the left (`a + b + c + ...`,
// `a.b.c...`) can be thousands long, so their spine is walked in a loop: an
// expression is lowered from its innermost first operand outwards.

import type { TypedExpression } from "../check/program.ts";
import { nodePrices } from "../library/prices.ts";
import { representationOf } from "../types/layouts.ts";
import { choose, f64, i32, i64, local } from "./build.ts";
import type { FunctionBuilder } from "./functionBuilder.ts";
import type { ChargePart, Expression, Instruction, Representation } from "./ir.ts";
import { lowerThrown } from "./lowerThrown.ts";
import { lowerAdvance, lowerCall, lowerDispatch, lowerGenerator, lowerHostCall, lowerReturned, lowerYielded } from "./lowerCalls.ts";
import { lowerClosure, lowerConstruct, lowerList, lowerTuple, lowerTupleItem } from "./lowerConstruct.ts";
import { lowerConvert, lowerTypeTest } from "./lowerConvert.ts";
import { lowerArrayItem } from "./lowerArrayItem.ts";
import { lowerElementwise } from "./lowerElementwise.ts";
import { chargeIntrinsic, lowerIntrinsic } from "./lowerIntrinsic.ts";
import { lowerStatements } from "./lowerStatement.ts";
import { fit } from "./neverValues.ts";
import { lowerCapture, lowerField, lowerGlobal, lowerVariable } from "./lowerVariables.ts";
import { constant, derive, discard, give, lowerOperands, noneValue, ownedValue, settle, temporaryValue } from "./values.ts";
import type { Value } from "./values.ts";

type Node<Kind extends TypedExpression["kind"]> = TypedExpression & { readonly kind: Kind };

export function lowerExpression(f: FunctionBuilder, expression: TypedExpression): Value {
  const spine: TypedExpression[] = [];
  let innermost = expression;
  for (let first = firstOperand(innermost); first !== null; first = firstOperand(innermost)) {
    spine.push(innermost);
    innermost = first;
  }
  let value = lowerWith(f, innermost, null);
  for (const outer of spine.toReversed()) value = lowerWith(f, outer, value);
  return value;
}

/** What is evaluated first inside an expression, where its lowering can take that as given. */
function firstOperand(expression: TypedExpression): TypedExpression | null {
  switch (expression.kind) {
    case "intrinsic":
    case "call":
    case "hostCall":
      return expression.arguments[0] ?? null;
    case "dispatch":
      return expression.receiver;
    case "field":
      return expression.object;
    case "tupleItem":
      return expression.tuple;
    case "advance":
    case "yielded":
    case "returned":
    case "thrown":
      return expression.generator;
    case "convert":
    case "typeTest":
      return expression.value;
    case "conditional":
      return expression.test;
    case "and":
    case "or":
      return expression.left;
    case "literal":
    case "variable":
    case "global":
    case "capture":
    case "construct":
    case "tuple":
    case "list":
    case "closure":
    case "generator":
    case "sequence":
    case "elementwise":
    case "elementOperand":
    case "arrayItem":
      return null;
  }
}

/** `first` is the value of the first operand where there is one. */
function lowerWith(f: FunctionBuilder, node: TypedExpression, first: Value | null): Value {
  switch (node.kind) {
    case "literal":
      return lowerLiteral(f, node);
    case "variable":
      return lowerVariable(f, node);
    case "global":
      return lowerGlobal(f, node);
    case "capture":
      return lowerCapture(f, node);
    case "intrinsic":
      chargeIntrinsic(f, node);
      return lowerIntrinsic(f, node, lowerOperands(f, node.arguments, first, lowerExpression));
    case "call":
      return lowerCall(f, node, first);
    case "dispatch":
      return lowerDispatch(f, node, first);
    case "hostCall":
      return lowerHostCall(f, node, first);
    case "construct":
      return lowerConstruct(f, node);
    case "field":
      return lowerField(f, node, given(first));
    case "tuple":
      return lowerTuple(f, node);
    case "tupleItem":
      return lowerTupleItem(f, node, given(first));
    case "list":
      return lowerList(f, node);
    case "closure":
      return lowerClosure(f, node);
    case "generator":
      return lowerGenerator(f, node);
    case "advance":
      return lowerAdvance(f, node, given(first));
    case "yielded":
      return lowerYielded(f, node, given(first));
    case "returned":
      return lowerReturned(f, node, given(first));
    case "thrown":
      return lowerThrown(f, node, first);
    case "convert":
      return lowerConvert(f, node, given(first));
    case "typeTest":
      return lowerTypeTest(f, node, given(first));
    case "conditional":
      return lowerConditional(f, node, given(first));
    case "and":
    case "or":
      return lowerShortCircuit(f, node, given(first));
    case "sequence":
      return lowerSequence(f, node);
    case "elementwise":
      return lowerElementwise(f, node);
    case "arrayItem":
      return lowerArrayItem(f, node);
    case "elementOperand": {
      const item = f.items.get(node.index);
      if (item === undefined) throw new RangeError("an item outside of its loop");
      return temporaryValue(item.local, item.representation);
    }
  }
}

function given(value: Value | null): Value {
  if (value === null) throw new RangeError("an operand was expected");
  return value;
}

function lowerLiteral(f: FunctionBuilder, node: Node<"literal">): Value {
  const { value } = node;
  if (value === null) return zeroOf(node);
  if (typeof value === "boolean") return constant(i32(value ? 1 : 0), "i32");
  if (typeof value === "bigint") return constant(i64(value), "i64");
  return typeof value === "number" ? constant(f64(value), "f64") : constant(f.module.text(value), "ref");
}

/** None; for an expression of another type, the zero that stands for "not yet". */
function zeroOf(node: TypedExpression): Value {
  const representation = representationOf(node.type);
  switch (representation) {
    case "i64":
      return constant(i64(0n), "i64");
    case "f64":
      return constant(f64(0), "f64");
    case "i32":
      return constant(i32(0), "i32");
    case "ref":
      return noneValue;
  }
}

/** Statements first; what they may change later (they are done) cannot change the value. */
function lowerSequence(f: FunctionBuilder, node: Node<"sequence">): Value {
  lowerStatements(f, node.statements);
  return lowerExpression(f, node.value);
}

interface Arm {
  readonly instructions: Instruction[];
  readonly value: Value;
}

/** An arm of a conditional, lowered apart from what is around it. */
function lowerArm(f: FunctionBuilder, expression: TypedExpression, wanted: Representation): Arm {
  let value: Value = noneValue;
  const instructions = f.arm(() => {
    value = fit(f, lowerExpression(f, expression), wanted);
  });
  return { instructions, value };
}

/** What an arm charged and nothing else, if it wrote no other instruction: then the charge can be spent outside. */
function onlyCharges(instructions: readonly Instruction[]): readonly ChargePart[] | null {
  const parts: ChargePart[] = [];
  for (const instruction of instructions) {
    if (instruction.kind !== "charge") return null;
    parts.push(...instruction.parts);
  }
  return parts;
}

/** Whether an arm is only a tree, so that it can stand inside one. Its charge is then spent whichever side is taken. */
function isTree(arm: Arm): boolean {
  return arm.value.holds.length === 0 && onlyCharges(arm.instructions) !== null;
}

function chargeArm(f: FunctionBuilder, arm: Arm): void {
  for (const part of onlyCharges(arm.instructions) ?? []) f.charge(part.amount);
}

function lowerConditional(f: FunctionBuilder, node: Node<"conditional">, test: Value): Value {
  f.charge(nodePrices.branch);
  const representation = representationOf(node.type);
  // The test is evaluated where the arms are put, so they cannot change it.
  const settled = test.holds.length > 0 ? settle(f, test) : test;
  const then = lowerArm(f, node.then, representation);
  const otherwise = lowerArm(f, node.else, representation);
  if (isTree(then) && isTree(otherwise)) {
    chargeArm(f, then);
    chargeArm(f, otherwise);
    const tree = choose(settled.expression, then.value.expression, otherwise.value.expression, representation);
    return chosen(f, tree, settled, then.value, otherwise.value);
  }
  return storeArms(f, settled, [then, otherwise], representation);
}

/** A reference that may be static on one side is lent on both: retaining a static one does nothing. */
function chosen(f: FunctionBuilder, tree: Expression, ...from: readonly [Value, Value, Value]): Value {
  const [test, then, otherwise] = from;
  return derive(f, tree, { representation: then.representation, from: [test, then, otherwise] });
}

function storeArms(f: FunctionBuilder, test: Value, arms: readonly [Arm, Arm], representation: Value["representation"]): Value {
  const target = representation === "ref" ? f.ownedTemporary() : f.temporary(representation);
  const [then, otherwise] = arms.map((arm) => [
    ...arm.instructions,
    ...f.arm(() => give(f, arm.value, (expression) => f.setLocal(target, expression))),
  ]);
  f.emit({ kind: "if", test: test.expression, then: then ?? [], else: otherwise ?? [] });
  return representation === "ref" ? ownedValue(target) : temporaryValue(target, representation);
}

function lowerShortCircuit(f: FunctionBuilder, node: Node<"and"> | Node<"or">, left: Value): Value {
  f.charge(nodePrices.branch);
  const settled = left.holds.length > 0 ? settle(f, left) : left;
  const right = lowerArm(f, node.right, "i32");
  if (isTree(right)) {
    chargeArm(f, right);
    const other = right.value.expression;
    const tree = node.kind === "and" ? choose(settled.expression, other, i32(0), "i32") : choose(settled.expression, i32(1), other, "i32");
    return derive(f, tree, { representation: "i32", from: [settled, right.value] });
  }
  const target = f.temporary("i32");
  f.setLocal(target, settled.expression);
  const evaluated = [
    ...right.instructions,
    ...f.arm(() => {
      f.setLocal(target, right.value.expression);
      discard(f, right.value);
    }),
  ];
  const test = local(target);
  const [then, otherwise] = node.kind === "and" ? [evaluated, []] : [[], evaluated];
  f.emit({ kind: "if", test, then, else: otherwise });
  return temporaryValue(target, "i32");
}
