// What the pool answers in place of a value, as problems. What the author did
// is a 422, what the pool has no room for a 429 or 503 that says when to come
// back, what had to be killed a 504 or 503; none of these is ever cached.

import type { Failure, Refused } from "../sandbox/answers.ts";
import { Problem } from "./problem.ts";
import { refusal } from "./plugins/publishing.ts";

export function failureProblem(failure: Failure | Refused): Problem {
  switch (failure.kind) {
    case "refused":
      return refusal(`the plugin ${failure.hash.slice(0, 12)}`, failure.diagnostics);
    case "misuse":
      return new Problem("invalid", failure.message);
    case "busy": {
      const headers = { "retry-after": String(Math.max(1, Math.ceil(failure.retryAfterSeconds))) };
      if (failure.reason === "owner queue" || failure.reason === "cooling") {
        return new Problem("too-many-requests", "too much of this owner's work is waiting already; try again soon", { headers });
      }
      return new Problem("unavailable", "the server has more work than it can do; try again soon", { headers });
    }
    case "killed":
      if (failure.reason === "memory") return new Problem("unavailable", failure.message, { headers: { "retry-after": "5" } });
      return new Problem("took-too-long", failure.message);
    case "crashed":
      return new Problem("unavailable", failure.message, { headers: { "retry-after": "1" } });
    case "aborted":
    case "closed":
      return new Problem("unavailable", "the server is stopping", { headers: { "retry-after": "5" } });
  }
}
