// What stands and runs in a world as GeoJSON: features, rivers, roads, sites
// and biomes, in degrees of the Mercator square that the world is shown on; a
// point's own metres stand in its properties.
// Source: RFC 7946.

import type { FeatureValue } from "../world/features.ts";
import type { RoadValue, SiteValue } from "../world/places.ts";
import type { RiverValue } from "../world/rivers.ts";
import { toDegrees } from "./geography.ts";
import { outlineRegions, type Ring } from "./outlines.ts";

type Position = [longitude: number, latitude: number];

export type Geometry =
  | { readonly type: "Point"; readonly coordinates: Position }
  | { readonly type: "LineString"; readonly coordinates: readonly Position[] }
  | { readonly type: "Polygon"; readonly coordinates: readonly (readonly Position[])[] };

export interface GeoFeature {
  readonly type: "Feature";
  readonly geometry: Geometry;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface FeatureCollection {
  readonly type: "FeatureCollection";
  readonly features: readonly GeoFeature[];
}

type Line = readonly (readonly [number, number])[];

/** Writes values of one world; null is a world without end. */
export class GeoWriter {
  private readonly sizeMetres: number | null;

  constructor(sizeMetres: number | null) {
    this.sizeMetres = sizeMetres;
  }

  /** A feature with points of its own is a line, any other a point. */
  feature({ kind, name, size, angle, x, y, points }: FeatureValue): GeoFeature {
    const geometry = points.length > 1 ? this.line(points) : this.point(x, y);
    return present(geometry, { layer: "features", kind, name, size: finite(size), angle: finite(angle), x, y });
  }

  /** `widths` in metres, one a point. */
  river({ points, widths }: RiverValue, index: number): GeoFeature {
    return present(this.line(points), { layer: "rivers", kind: "river", index, widths: [...widths] });
  }

  road({ points, kind }: RoadValue): GeoFeature {
    return present(this.line(points), { layer: "roads", kind });
  }

  site({ kind, name, size, x, y }: SiteValue): GeoFeature {
    return present(this.point(x, y), { layer: "sites", kind, name, size: finite(size), x, y });
  }

  /** One polygon for each connected part of a biome; `names` by cell, row-major. */
  biomes(names: readonly string[], columns: number, west: number, north: number, metresPerCell: number): GeoFeature[] {
    return outlineRegions(names, columns).map(({ value, rings }) => {
      const coordinates = rings.map((ring: Ring) =>
        ring.map(([column, row]) => this.degrees(west + column * metresPerCell, north + row * metresPerCell)),
      );
      return present({ type: "Polygon", coordinates }, { layer: "biomes", kind: "biome", name: value });
    });
  }

  private point(x: number, y: number): Geometry {
    return { type: "Point", coordinates: this.degrees(x, y) };
  }

  private line(points: Line): Geometry {
    return { type: "LineString", coordinates: points.map(([x, y]) => this.degrees(x, y)) };
  }

  private degrees(x: number, y: number): Position {
    return toDegrees(this.sizeMetres, x, y);
  }
}

function present(geometry: Geometry, properties: GeoFeature["properties"]): GeoFeature {
  return { type: "Feature", geometry, properties };
}

/** JSON has no NaN. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
