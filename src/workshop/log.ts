// The server's log: JSON lines on stderr. Headers, bodies and queries are never
// logged, so that no token is; what a careless line brings is taken out here.

import { destination, pino, type Logger } from "pino";

export type LogLevel = "debug" | "info" | "warn" | "error";

export function makeLog(level: LogLevel): Logger {
  const redact = { paths: ["authorization", "token", "secret", "*.authorization", "*.token", "*.secret", "*.headers"], remove: true };
  return pino({ level, base: null, redact }, destination({ fd: 2, sync: true }));
}
