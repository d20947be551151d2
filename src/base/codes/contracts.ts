// WG4xx: contracts with the host.

import type { CodeHelp } from "../codes.ts";

export const contractCodes = {
  WG401: { title: "an unknown parameter of a hook", help: "" },
  WG402: { title: "a hook with another result", help: "" },
  WG403: { title: "a hook that is no plain function", help: "" },
  WG404: { title: "a parameter that cannot be read", help: "" },
  WG405: { title: "a default outside its own range", help: "" },
  WG406: { title: "a write to frozen state", help: "" },
  WG407: { title: "randomness without a seed", help: "" },
  WG408: { title: "a constant the host reads", help: "" },
  WG409: { title: "an effect at the wrong time", help: "" },
  WG410: { title: "a misspelled hook", help: "" },
} as const satisfies Record<string, CodeHelp>;
