// The one table through which the families call each other.

import { analyse } from "./analysis.ts";
import { builtinFunctions, decoratorNames } from "./builtins.ts";
import { callEntity } from "./calls/entities.ts";
import { callFunction } from "./calls/functions.ts";
import { callMethod, callProperty } from "./calls/methods.ts";
import { callValue } from "./calls/values.ts";
import { readAttribute } from "./classes/attributes.ts";
import { construct } from "./classes/construct.ts";
import { enumByValue } from "./classes/enums.ts";
import { replaceFields } from "./classes/replacing.ts";
import { convert } from "./convert.ts";
import { readArrayPart, storeArrayPart } from "./expressions/arrays.ts";
import { checkCondition } from "./expressions/boolean.ts";
import { narrowedPath } from "./expressions/calling.ts";
import { checkExpression } from "./expressions/expression.ts";
import type { Passes } from "./frame.ts";
import { compareVariadic, joinTexts, listOf, tupleOf } from "./iteration/collecting.ts";
import { checkBlock } from "./statements/block.ts";
import { storeName } from "./statements/targets.ts";
import { concatenate } from "./synthesis/text.ts";

export const passes: Passes = {
  expression: checkExpression,
  condition: checkCondition,
  block: checkBlock,
  analyse,
  isBuiltin: (name) => builtinFunctions.has(name) || decoratorNames.has(name),
  callValue,
  callFunction,
  callMethod,
  callProperty,
  construct,
  callEntity,
  callGenerator: callValue,
  listOf,
  tupleOf,
  joinTexts,
  compareVariadic,
  enumByValue,
  replaceFields,
  convert,
  concatenate,
  assign: (frame, target, node, value) => storeName(frame, node, target.name, target.span, value),
  arraySubscript: readArrayPart,
  storeArray: storeArrayPart,
  narrowedPath,
  attribute: readAttribute,
};
