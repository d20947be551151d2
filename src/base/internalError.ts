// What we throw for our own bugs: something that earlier stages have promised
// does not hold. Never for what an author wrote; a host may report it as "a bug
// in wgen" and go on.

export class InternalError extends Error {
  override readonly name = "InternalError";
}
