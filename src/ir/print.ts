// A readable dump of IR: one instruction a line, blocks indented, expressions
// in prefix form. For tests and for people who look at what lowering wrote.

import type { Expression, Instruction, IRFunction, IRModule } from "./ir.ts";

export function printModule(module: IRModule): string {
  return module.functions.map((each) => printFunction(each, module)).join("\n");
}

export function printFunction(each: IRFunction, module: IRModule): string {
  const locals = each.locals.map((local, index) => `%${index}${local.name === null ? "" : ` ${local.name}`}: ${local.representation}`);
  const parameters = locals.slice(0, each.parameterCount).join(", ");
  const marks = [each.mayRaise ? "may raise" : "", each.depthWeight > 0 ? `depth ${each.depthWeight}` : ""].filter((mark) => mark !== "");
  const head = `function #${each.id} ${each.name}(${parameters}) -> ${each.result ?? "nothing"}${marks.length > 0 ? ` [${marks.join(", ")}]` : ""}`;
  const lines: string[] = [head];
  if (locals.length > each.parameterCount) lines.push(`  locals ${locals.slice(each.parameterCount).join(", ")}`);
  printList(each.body, module, "  ", lines);
  return `${lines.join("\n")}\n`;
}

function printList(instructions: readonly Instruction[], module: IRModule, indent: string, lines: string[]): void {
  for (const instruction of instructions) printInstruction(instruction, module, indent, lines);
}

function printInstruction(x: Instruction, module: IRModule, indent: string, lines: string[]): void {
  const line = (text: string): void => void lines.push(indent + text);
  const inner = (body: readonly Instruction[]): void => printList(body, module, `${indent}  `, lines);
  const show = (expression: Expression): string => printExpression(expression, module);
  switch (x.kind) {
    case "charge":
      return line(`charge ${x.amount} @${x.site}`);
    case "spend":
      return line(`spend ${show(x.amount)}`);
    case "chargeSize":
      return line(`charge ${x.base} + ${x.each} * ${show(x.size)} @${x.site}`);
    case "setLocal":
      return line(`%${x.local} = ${show(x.value)}`);
    case "setGlobal":
      return line(`$${module.globals[x.global]?.name ?? x.global} = ${show(x.value)}`);
    case "setSlot":
      return line(`${show(x.object)}.${x.slot} = ${show(x.value)}`);
    case "setElement":
      return line(`${show(x.storage)}[${show(x.index)}] = ${show(x.value)}`);
    case "setCode":
      return line(`${show(x.text)}[${show(x.index)}] = code ${show(x.code)}`);
    case "copyElements":
    case "copyCodes":
      return line(`${x.kind} ${[x.to, x.at, x.from, x.start, x.count].map(show).join(" ")}`);
    case "fillElements":
      return line(`fillElements ${[x.storage, x.start, x.count, x.value].map(show).join(" ")}`);
    case "retainRange":
    case "releaseRange":
      return line(`${x.kind} ${[x.storage, x.start, x.count].map(show).join(" ")}`);
    case "retain":
    case "release":
    case "evaluate":
      return line(`${x.kind} ${show(x.value)}`);
    case "if":
      line(`if ${show(x.test)}`);
      inner(x.then);
      if (x.else.length > 0) line("else");
      return inner(x.else);
    case "block":
    case "loop":
      line(`${x.kind} L${x.label}`);
      return inner(x.body);
    case "branch":
      return line(`branch L${x.label}`);
    case "branchTable":
      return line(`branch ${show(x.index)} of ${x.labels.map((label) => `L${label}`).join(" ")} else L${x.otherwise}`);
    case "return":
      return line(x.value === null ? "return" : `return ${show(x.value)}`);
    case "raise":
      return line(`raise${x.again ? " again" : ""} ${show(x.value)} @${x.site}`);
    case "trap":
      return line(
        `trap ${x.code} ${x.message.map((part) => (typeof part === "string" ? JSON.stringify(part) : show(part))).join(" ")} @${x.site}`,
      );
    case "uncaught":
      return line(`uncaught ${show(x.value)} @${x.site}`);
    case "print":
      return line(`print ${show(x.text)} @${x.site}`);
    case "statement":
      return line(`-- @${x.site}`);
  }
}

export function printExpression(x: Expression, module: IRModule): string {
  const show = (expression: Expression): string => printExpression(expression, module);
  const list = (expressions: readonly Expression[]): string => expressions.map(show).join(", ");
  const typeName = (id: number): string => `${module.types[id]?.name ?? "?"}#${id}`;
  switch (x.kind) {
    case "i64":
      return `${x.value}`;
    case "f64":
      return Number.isInteger(x.value) ? `${x.value}.0` : `${x.value}`;
    case "i32":
      return `${x.value}w`;
    case "text":
      return JSON.stringify(module.texts[x.text] ?? "");
    case "null":
    case "runSeed":
    case "moduleName":
    case "fuelLeft":
    case "pending":
    case "takePending":
      return x.kind;
    case "local":
      return `%${x.local}`;
    case "global":
      return `$${module.globals[x.global]?.name ?? x.global}`;
    case "operation":
      return `${x.operation}(${list(x.operands)})`;
    case "checked":
      return `checked ${x.operation}(${list(x.operands)})`;
    case "slot":
      return `${show(x.object)}.${x.slot}`;
    case "element":
      return `${show(x.storage)}[${show(x.index)}]`;
    case "length":
    case "typeId":
    case "isResident":
      return `${x.kind}(${show(x.object)})`;
    case "code":
      return `code(${show(x.text)}, ${show(x.index)})`;
    case "newRecord":
      return `new ${typeName(x.type)}`;
    case "newStorage":
      return `new ${typeName(x.type)}[${show(x.length)}]`;
    case "newText":
      return `new text[${show(x.length)}]`;
    case "appendText":
    case "textEqual":
    case "textCompare":
    case "equalWork":
    case "compareWork":
      return `${x.kind}(${list([x.left, x.right])})`;
    case "characterText":
      return `characterText(${show(x.code)})`;
    case "textHash":
      return `textHash(${show(x.text)})`;
    case "call":
      return `call ${module.functions[x.function]?.name ?? "?"}#${x.function}(${list(x.arguments)})${x.handler === null ? "" : ` else L${x.handler}`}`;
    case "hostCall":
      return `host ${module.hostFunctions[x.host]?.name ?? "?"}(${list(x.arguments)})`;
    case "sequence":
      return `{ ${x.body.length} instructions; ${show(x.value)} }`;
    case "choose":
      return `(${show(x.test)} ? ${show(x.then)} : ${show(x.else)})`;
  }
}
