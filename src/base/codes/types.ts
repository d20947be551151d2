// WG3xx: types.

import type { CodeHelp } from "../codes.ts";

export const typeCodes = {
  WG301: { title: "an operator does not fit its operands", help: "" },
  WG302: { title: "an argument of the wrong type", help: "" },
  WG303: { title: "the wrong number of arguments", help: "" },
  WG304: { title: "a value that may be None", help: "" },
  WG305: { title: "values of types that do not go together", help: "" },
  WG306: { title: "a result of another type than declared", help: "" },
  WG307: { title: "a value that cannot be iterated", help: "" },
  WG308: { title: "a value that cannot be called", help: "" },
  WG309: { title: "a value that cannot be indexed", help: "" },
  WG310: { title: "a key that cannot be hashed", help: "" },
  WG311: { title: "values without an order", help: "" },
  WG312: { title: "the wrong number of values to unpack", help: "" },
  WG313: { title: "a part of Python that wgen lacks", help: "" },
  WG314: { title: "an assignment to what cannot be assigned", help: "" },
  WG315: { title: "an int outside 64 bits", help: "" },
  WG316: { title: "a format that does not fit", help: "" },
  WG317: { title: "a field without a value", help: "" },
  WG318: { title: "something other than an exception", help: "" },
  WG319: { title: "a test that can never be", help: "" },
  WG320: { title: "an annotation that is no type", help: "" },
  WG321: { title: "the wrong number of types in brackets", help: "" },
  WG322: { title: "a class that cannot be made so", help: "" },
  WG323: { title: "a method without `self`", help: "" },
} as const satisfies Record<string, CodeHelp>;
