// What all routes share: the store, the pool of children, the worlds that are
// served, the tiles, the ledger, the metrics, and the settings of this server.

import type { Pool } from "../sandbox/pool.ts";
import type { Metrics } from "./http/metrics.ts";
import type { Ledger } from "./ledger.ts";
import type { Settings } from "./settings.ts";
import type { Store } from "./store/store.ts";
import type { TileService } from "./tiles/service.ts";
import type { LiveWorlds } from "./worlds/live.ts";

export interface Workshop {
  readonly settings: Settings;
  readonly store: Store;
  readonly pool: Pool;
  readonly live: LiveWorlds;
  readonly tiles: TileService;
  readonly ledger: Ledger;
  readonly metrics: Metrics;
}
