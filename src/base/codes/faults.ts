// WG5xx: faults while running. Those with a `python` name are what CPython
// would raise there and can be caught by `except`; the others are ours and
// cannot be caught, because catching them would be a wrong answer.

import type { CodeHelp } from "../codes.ts";

interface FaultHelp extends CodeHelp {
  /** The Python exception whose name begins the message. */
  readonly python: string;
  /** False where CPython would not raise here, so no `except` may see it. */
  readonly catchable: boolean;
}

export const faultCodes = {
  WG501: { title: "index out of range", python: "IndexError", catchable: true, help: "" },
  WG502: { title: "key not found", python: "KeyError", catchable: true, help: "" },
  WG503: { title: "division by zero", python: "ZeroDivisionError", catchable: true, help: "" },
  WG504: { title: "a value that the operation does not accept", python: "ValueError", catchable: true, help: "" },
  WG505: { title: "a None where an object was expected", python: "AttributeError", catchable: true, help: "" },
  WG506: { title: "a failed assertion", python: "AssertionError", catchable: true, help: "" },
  WG507: { title: "a value of the wrong type", python: "TypeError", catchable: true, help: "" },
  WG508: { title: "a float too large", python: "OverflowError", catchable: true, help: "" },
  WG509: { title: "an exhausted iterator", python: "StopIteration", catchable: true, help: "" },
  WG510: { title: "a dict or set changed while it was iterated", python: "RuntimeError", catchable: true, help: "" },
  WG511: { title: "a name used before it has a value", python: "UnboundLocalError", catchable: true, help: "" },
  WG512: { title: "an exception that nothing caught", python: "Exception", catchable: true, help: "" },
  WG520: { title: "an int outside 64 bits", python: "OverflowError", catchable: false, help: "" },
  WG521: { title: "an int that a float cannot hold exactly", python: "OverflowError", catchable: false, help: "" },
  WG522: { title: "a write to frozen state", python: "TypeError", catchable: false, help: "" },
  WG523: { title: "an array operation numpy would let pass", python: "ValueError", catchable: false, help: "" },
} as const satisfies Record<string, FaultHelp>;

export type FaultCode = keyof typeof faultCodes;
