// The session of the panel below the editor: `src/repl` on the compiled tier,
// with its answers as text.

import { renderDiagnostic, renderPlace } from "../../base/rendering.ts";
import { placesOf, type Fault } from "../../engine/fault.ts";
import { Session } from "../../repl/session.ts";
import { needsMoreLines } from "../../syntax/completeness.ts";
import type { TurnShown } from "./messages.ts";

/** Of one input; an endless loop ends within a second. */
const inputFuel = 50_000_000;

export class SessionKeeper {
  private session: Session | null = null;

  evaluate(input: string, seed: string): TurnShown {
    const turn = this.sessionOf(seed).evaluate(input);
    const problems = turn.diagnostics.map((each) => renderDiagnostic(each, { colour: false }));
    if (turn.fault !== null) problems.push(describeFault(turn.fault));
    return { output: turn.output, value: turn.value, problem: problems.join("\n"), fuelUsed: turn.fuelUsed };
  }

  typeOf(expression: string, seed: string): string {
    const { type, diagnostics } = this.sessionOf(seed).typeOf(expression);
    return type ?? diagnostics.map((each) => renderDiagnostic(each, { colour: false })).join("\n");
  }

  needsMore(input: string): boolean {
    return needsMoreLines(input);
  }

  forget(): null {
    this.session = null;
    return null;
  }

  /** The seed of a session is that of its first input. */
  private sessionOf(seed: string): Session {
    this.session ??= new Session({ tier: "compiled", seed, limits: { fuel: inputFuel } });
    return this.session;
  }
}

function describeFault(fault: Fault): string {
  const [place] = placesOf(fault);
  const text = `fault[${fault.code}]: ${fault.message}`;
  return place === undefined ? text : renderPlace(place, text, { colour: false });
}
