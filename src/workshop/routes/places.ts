// What is at a place: every value of one point, features of a rectangle.

import { Type } from "typebox";
import { failureProblem } from "../failures.ts";
import type { App } from "../http/app.ts";
import { runsOf } from "../ledger.ts";
import { Problem } from "../problem.ts";
import type { FeatureValue } from "../../world/features.ts";
import { chunkCells } from "../../world/lattice.ts";
import { FeaturesAnswer, PointAnswer } from "../shapes/worlds.ts";
import { toDegrees } from "../../output/geography.ts";
import type { Workshop } from "../workshop.ts";
import { openToAll } from "./tiles.ts";
import { findWorld, noticeView } from "./views.ts";
import { worldPath } from "./worlds.ts";

const number = "-?[0-9]{1,9}(\\.[0-9]{1,9})?";
const Metres = Type.String({ pattern: `^${number}$`, description: "Metres, as -1234.5." });

export function addPlaceRoutes(app: App, workshop: Workshop): void {
  addPointRoute(app, workshop);
  addFeatureRoute(app, workshop);
}

function addPointRoute(app: App, { live, ledger }: Workshop): void {
  const schema = {
    tags: ["places"],
    summary: "Everything known of one place.",
    params: worldPath,
    querystring: Type.Object({ x: Metres, y: Metres }, { additionalProperties: false }),
    response: { 200: PointAnswer },
  };
  app.get("/v1/worlds/:id/point", { schema }, async (request, reply) => {
    const world = await findWorld(live, request, request.params.id);
    const [x, y] = [Number(request.query.x), Number(request.query.y)];
    const start = performance.now();
    const answer = await (await world.inPool()).point(x, y, { owner: world.stored.owner });
    const input = `${world.key} point ${x} ${y}`;
    ledger.add({
      kind: "point",
      world: world.stored.id,
      input,
      milliseconds: performance.now() - start,
      runs: runsOf(answer, world.pluginHashes),
    });
    if (!answer.ok) throw failureProblem(answer);
    world.addNotices(answer.notices);
    openToAll(reply, world);
    const { elevation, slope, temperature, moisture, biome, color } = answer.value;
    return {
      x,
      y,
      elevation: finite(elevation),
      slope: finite(slope),
      temperature: finite(temperature),
      moisture: finite(moisture),
      biome: biome.name,
      color: hexColor(color),
      notices: answer.notices.map(noticeView),
    };
  });
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function hexColor({ r, g, b }: { readonly r: number; readonly g: number; readonly b: number }): string {
  const byte = (value: number): string => (Math.round(Math.min(Math.max(value, 0), 1) * 255) || 0).toString(16).padStart(2, "0");
  return `#${byte(r)}${byte(g)}${byte(b)}`;
}

/** Chunks that one request may ask features of. */
const mostChunks = 64;

function addFeatureRoute(app: App, { live, ledger }: Workshop): void {
  const box = Type.String({ pattern: `^${number}(,${number}){3}$`, description: "x0,y0,x1,y1 in metres." });
  const schema = {
    tags: ["places"],
    summary: "Features in a rectangle, as GeoJSON.",
    params: worldPath,
    querystring: Type.Object({ bbox: box }, { additionalProperties: false }),
    response: { 200: { description: "Features.", content: { "application/geo+json": { schema: FeaturesAnswer } } } },
  };
  app.get("/v1/worlds/:id/features.geojson", { schema }, async (request, reply) => {
    const world = await findWorld(live, request, request.params.id);
    const { sizeMetres, cellSizeMetres } = world.stored.document;
    const asked = readBox(request.query.bbox, cellSizeMetres);
    const start = performance.now();
    const answer = await (await world.inPool()).features(asked, { owner: world.stored.owner });
    const input = `${world.key} features ${asked.join(" ")}`;
    ledger.add({
      kind: "features",
      world: world.stored.id,
      input,
      milliseconds: performance.now() - start,
      runs: runsOf(answer, world.pluginHashes),
    });
    if (!answer.ok) throw failureProblem(answer);
    world.addNotices(answer.notices);
    if (answer.value.length > mostFeatures) {
      throw new Problem(
        "invalid",
        `there are ${answer.value.length} features in bbox; at most ${mostFeatures} are answered at once: ask for less`,
      );
    }
    openToAll(reply, world);
    void reply.type("application/geo+json");
    return { type: "FeatureCollection" as const, features: answer.value.map((feature) => geoFeature(feature, sizeMetres)) };
  });
}

/** Features in one answer: writing more as JSON would hold up everybody else's tiles. */
const mostFeatures = 5000;

function readBox(text: string, cellSizeMetres: number): [number, number, number, number] {
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = text.split(",").map(Number);
  if (!(x1 > x0 && y1 > y0)) throw new Problem("malformed-request", "bbox is x0,y0,x1,y1 in metres, with x0 below x1 and y0 below y1");
  const side = chunkCells * cellSizeMetres;
  const chunks = (Math.floor(x1 / side) - Math.floor(x0 / side) + 1) * (Math.floor(y1 / side) - Math.floor(y0 / side) + 1);
  if (chunks > mostChunks) throw new Problem("invalid", `bbox covers ${chunks} chunks of ${side} m; at most ${mostChunks} at once`);
  return [x0, y0, x1, y1];
}

function geoFeature({ kind, name, size, angle, x, y, points }: FeatureValue, sizeMetres: number | null) {
  const line = points.map(([px, py]) => toDegrees(sizeMetres, px, py));
  const geometry =
    line.length > 1
      ? { type: "LineString" as const, coordinates: line }
      : { type: "Point" as const, coordinates: toDegrees(sizeMetres, x, y) };
  return { type: "Feature" as const, geometry, properties: { kind, name, size: finite(size), angle: finite(angle), x, y } };
}
