// Publishing to the workshop that serves this page, where one does.

import type { Playground } from "./playground.ts";

export async function startWorkshop(_playground: Playground): Promise<void> {
  await Promise.resolve();
}
