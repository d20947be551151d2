// The parser: the end of the chain of rule families. Built once, at the first
// parse; Chevrotain analyses the grammar then. The checks that Chevrotain makes
// of the grammar itself (ambiguities, left recursion) run in the tests.

import { FailureRecord } from "./failure.ts";
import { CompoundRules } from "./rules/compound.ts";
import type * as ast from "./ast.ts";

export class WgenParser extends CompoundRules {
  readonly failure: FailureRecord;

  constructor(skipValidations = true) {
    const failure = new FailureRecord();
    super(failure, skipValidations);
    this.failure = failure;
    this.performSelfAnalysis();
  }

  /** Reads the whole file; null when something did not fit. */
  readModule(): ast.Statement[] | null {
    return this.module();
  }
}

let parser: WgenParser | null = null;

/** The one parser of this process. */
export function sharedParser(): WgenParser {
  parser ??= new WgenParser();
  return parser;
}
