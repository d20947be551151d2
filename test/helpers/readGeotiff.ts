// Reads a GeoTIFF from stdin with the geotiff package and prints what it holds
// as JSON. A process of its own: the package takes any worker thread it is
// loaded in for one of its own workers.

import { readFileSync } from "node:fs";
import { fromArrayBuffer } from "geotiff";

export interface ReadTiff {
  readonly width: number;
  readonly height: number;
  readonly samples: number;
  readonly kind: string;
  readonly values: readonly number[];
  readonly origin: readonly number[];
  readonly resolution: readonly number[];
  readonly box: readonly number[];
  readonly keys: Readonly<Record<string, unknown>>;
}

const bytes = new Uint8Array(readFileSync(0));
const image = await (await fromArrayBuffer(bytes.slice().buffer)).getImage();
const [band] = (await image.readRasters()) as unknown as [Float32Array];
const read: ReadTiff = {
  width: image.getWidth(),
  height: image.getHeight(),
  samples: image.getSamplesPerPixel(),
  kind: band.constructor.name,
  values: [...band],
  origin: image.getOrigin(),
  resolution: image.getResolution(),
  box: image.getBoundingBox(),
  keys: { ...image.getGeoKeys() },
};
process.stdout.write(JSON.stringify(read));
