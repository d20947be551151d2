// The settings of a workshop server, with their defaults. Limits that guard the
// server stand here; those that guard a run stand in `base/limits.ts`.

const MIB = 1024 * 1024;

/** What one client or token may do; over it the answer is 429 with Retry-After. */
export interface ServerLimits {
  readonly bodyBytes: number;
  readonly headerBytes: number;
  readonly headerMilliseconds: number;
  readonly requestMilliseconds: number;
  readonly connections: number;
  /** By token. */
  readonly publishesPerHour: number;
  /** Tiles that are not made yet, by address of the client; those that are made cost next to nothing. */
  readonly coldTilesPerSecond: number;
  /** Requests other than tiles, by address. */
  readonly requestsPerSecond: number;
  /** Wrong tokens, by address. */
  readonly wrongTokensPerMinute: number;
  readonly tileCacheBytes: number;
  /** An event loop that is later than this refuses requests; 0 is never. */
  readonly eventLoopMilliseconds: number;
}

export const defaultServerLimits: ServerLimits = {
  bodyBytes: MIB,
  headerBytes: 16 * 1024,
  headerMilliseconds: 10_000,
  requestMilliseconds: 30_000,
  connections: 1000,
  publishesPerHour: 60,
  coldTilesPerSecond: 50,
  requestsPerSecond: 100,
  wrongTokensPerMinute: 20,
  tileCacheBytes: 128 * MIB,
  eventLoopMilliseconds: 1000,
};

export interface Settings {
  readonly limits: ServerLimits;
  /** Take the client's address from X-Forwarded-For. */
  readonly trustProxy: boolean;
  /** Names under which the server is asked; null takes any. A page elsewhere cannot pose as this one by DNS. */
  readonly hosts: ReadonlySet<string> | null;
  /** Folder with the built page; null serves none. */
  readonly pageFolder: string | null;
}

/** The names of this machine to itself. */
export const loopbackNames: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);
