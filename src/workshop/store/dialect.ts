// Node's own SQLite behind kysely: the few methods that kysely's SQLite driver
// asks of a database, with prepared statements kept by their text, and the
// settings that make an answered write a write on disk.

import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import type { SqliteDatabase, SqliteStatement } from "kysely";

/** Statements kept prepared; kysely writes the same few texts again and again. */
const statementsKept = 200;

/** Waits for another process of this data folder (`wgen token`, `wgen backup`) that long. */
const busyMilliseconds = 5000;

/** Opens the file, which is made when missing. A write is answered only after it is on disk (`synchronous = FULL`). */
export function openDatabase(path: string): SqliteDatabase & { readonly raw: DatabaseSync } {
  const raw = new DatabaseSync(path, { enableForeignKeyConstraints: true });
  raw.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = ${busyMilliseconds};`);
  const kept = new Map<string, SqliteStatement>();
  const prepare = (sql: string): SqliteStatement => {
    const known = kept.get(sql);
    if (known !== undefined) return known;
    const made = sql === "rollback" ? rollbackIn(raw) : adaptStatement(raw.prepare(sql));
    kept.set(sql, made);
    if (kept.size > statementsKept) for (const oldest of kept.keys()) return (kept.delete(oldest), made);
    return made;
  };
  return { raw, prepare, close: () => raw.close() };
}

/** On a full disk SQLite has rolled back by itself; to say so again would hide why. */
function rollbackIn(raw: DatabaseSync): SqliteStatement {
  const statement = adaptStatement(raw.prepare("rollback"));
  return { ...statement, run: (values) => (raw.isTransaction ? statement.run(values) : { changes: 0, lastInsertRowid: 0 }) };
}

function adaptStatement(statement: StatementSync): SqliteStatement {
  const bind = (values: readonly unknown[]): SQLInputValue[] => values.map((value) => value as SQLInputValue);
  return {
    reader: statement.columns().length > 0,
    all: (values) => statement.all(...bind(values)),
    run: (values) => statement.run(...bind(values)),
    iterate: (values) => statement.iterate(...bind(values)),
  };
}
