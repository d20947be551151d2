// Seeds are strings; inside, 64 bits as a bigint, handed to plugins as the 63
// bits of `World.seed`. Terrain, history and names have streams of their own,
// so that renaming moves no mountain, and so has each salted attachment.

import { joinBits, textBits } from "../base/hashing.ts";

/** What a stream of randomness is for. */
export type SeedPurpose = "terrain" | "history" | "names";

/** The 63 bits that plugin code sees as `w.seed`: world seed, purpose and the attachment's salt mixed. */
export function pluginSeed(seed: string, purpose: SeedPurpose, salt: string): bigint {
  const stream = joinBits(textBits(seed), textBits(purpose));
  const salted = salt === "" ? stream : joinBits(stream, textBits(salt));
  return salted >> 1n;
}
