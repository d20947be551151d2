// A process with a pool, to be killed: prints its children's ids while one of
// them is busy for long.

import { realPool } from "./pools.ts";

const pool = realPool({ hosts: { values: new URL("../hosts/values.ts", import.meta.url).href } });
await pool.ready();
const source = "from trouble import spin\n\ndef number(k: int) -> int:\n    return spin()\n";
void pool.call({ source }, "number", { k: 1 }, { host: "values", limits: { fuel: 1_000_000_000 } });
setTimeout(() => console.log(JSON.stringify(pool.stats().children.map(({ pid }) => pid))), 1_500);
