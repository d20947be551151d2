// A share link: the recipe of a world and the place one looks at, as JSON,
// deflated, base64url, behind `#w1.`. What a fragment holds was written by a
// stranger: it is cut at a size before it is inflated and again while, and of
// what it says only what has the right form is used.

import { limits } from "../../base/limits.ts";
import type { WorldRecipe } from "../engine/messages.ts";

/** Where one looks: metres, and the map's zoom. */
export interface Look {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export interface Shared extends WorldRecipe {
  readonly look: Look | null;
}

const mark = "#w1.";
const mostCharacters = 400_000;
const mostBytes = limits.sourceBytes.hardMax + 100_000;
const mostSeed = 200;
const mostParams = 200;

export async function toFragment(shared: Shared): Promise<string> {
  const { source, seed, params, look } = shared;
  const bytes = new TextEncoder().encode(JSON.stringify({ source, seed, params, look }));
  return mark + toBase64Url(await pass(bytes, new CompressionStream("deflate-raw"), Infinity));
}

/** Null for a fragment that is none of ours, or is broken, too large or not what it should be. */
export async function fromFragment(fragment: string): Promise<Shared | null> {
  if (!fragment.startsWith(mark) || fragment.length > mostCharacters) return null;
  try {
    const packed = fromBase64Url(fragment.slice(mark.length));
    const bytes = await pass(packed, new DecompressionStream("deflate-raw"), mostBytes);
    return readShared(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch {
    return null;
  }
}

function readShared(value: unknown): Shared | null {
  if (typeof value !== "object" || value === null) return null;
  const { source, seed, params, look } = value as Readonly<Record<string, unknown>>;
  if (typeof source !== "string" || typeof seed !== "string" || seed.length > mostSeed) return null;
  const pairs = Array.isArray(params) ? params.slice(0, mostParams).filter(isSetting) : [];
  return { source, seed, params: pairs.map(([name, setting]) => [name, setting] as const), look: readLook(look) };
}

/** Whether a value fits its parameter is known when the program is compiled. */
function isSetting(pair: unknown): pair is [string, unknown] {
  return Array.isArray(pair) && pair.length === 2 && typeof pair[0] === "string";
}

function readLook(value: unknown): Look | null {
  if (typeof value !== "object" || value === null) return null;
  const { x, y, zoom } = value as Readonly<Record<string, unknown>>;
  const isNumber = (each: unknown): each is number => typeof each === "number" && Number.isFinite(each);
  return isNumber(x) && isNumber(y) && isNumber(zoom) ? { x, y, zoom } : null;
}

type Transformer = CompressionStream | DecompressionStream;

/** Bytes through a stream; throws where more comes out than allowed. */
async function pass(bytes: Uint8Array<ArrayBuffer>, through: Transformer, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const writer = through.writable.getWriter();
  const written = writer.write(bytes).then(() => writer.close());
  written.catch(() => undefined);
  const reader = (through.readable as ReadableStream<Uint8Array<ArrayBuffer>>).getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    size += read.value.length;
    if (size > most) {
      await reader.cancel();
      throw new RangeError("too large");
    }
    parts.push(read.value);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function toBase64Url(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw new RangeError("not base64url");
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
}
