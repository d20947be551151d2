// Shapes of tokens. A token's text is told once, when it is made.

import { Type } from "typebox";
import { scopes } from "../people/tokens.ts";
import { linePattern, OwnerName, Time } from "./names.ts";

const Scopes = Type.Array(Type.Enum([...scopes]), { maxItems: scopes.length });

export const CallerAnswer = Type.Object({ owner: OwnerName, scopes: Scopes, id: Type.String() }, { title: "Caller" });

export const TokenRequest = Type.Object(
  {
    owner: OwnerName,
    scopes: Scopes,
    label: Type.Optional(Type.String({ maxLength: 100, pattern: linePattern, description: "One line, without control signs." })),
  },
  { title: "TokenRequest", additionalProperties: false },
);

const info = {
  id: Type.String(),
  owner: OwnerName,
  label: Type.String(),
  scopes: Scopes,
  created_at: Time,
  revoked_at: Type.Union([Time, Type.Null()]),
};

export const NewTokenAnswer = Type.Object(
  { ...info, token: Type.String({ description: "Keep it: it is told only now." }) },
  { title: "NewToken" },
);
export const TokensAnswer = Type.Object({ tokens: Type.Array(Type.Object(info)) }, { title: "Tokens" });
