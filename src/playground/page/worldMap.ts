// The map: MapLibre on the tiles of the page's own workers. Layers: the world
// as it is drawn, extra relief shading, heights as terrain. The flat square of
// the world lies on the Mercator square; heights are scaled so that mountains
// stand as tall as they are wide.

import { Map as MapView, Marker, NavigationControl, setWorkerUrl, type StyleSpecification } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import "maplibre-gl/dist/maplibre-gl.css";
import { deepestZoom, demDecoding, tilePixels } from "../../output/tiles.ts";
import { type TileAddress, type TileLayer, worldSideMetres } from "../engine/messages.ts";
import type { Pixel } from "./pixels.ts";
import { metresPerPixel, stretchAt, toLngLat, toPlace, type Place } from "./plane.ts";
import type { Look } from "./share.ts";

setWorkerUrl(workerUrl);

const isStill = matchMedia("(prefers-reduced-motion: reduce)");

const tiles = (layer: TileLayer) => [`wgen://${layer}/{z}/{x}/{y}`];
const sourcesOf = { map: ["world"], height: ["heights", "slopes"] } as const;
const heights = {
  type: "raster-dem",
  tiles: tiles("height"),
  tileSize: tilePixels,
  maxzoom: deepestZoom - 1,
  ...demDecoding(worldSideMetres),
} as const;

/** 12.5 m a pixel: about what `wgen render` draws. */
export const firstLook: Look = { x: 0, y: 0, zoom: 5 };

const style: StyleSpecification = {
  version: 8,
  sources: {
    world: { type: "raster", tiles: tiles("map"), tileSize: tilePixels, maxzoom: deepestZoom },
    // One for the terrain and one for its shading, as MapLibre wants it.
    heights,
    slopes: heights,
  },
  layers: [
    { id: "sea", type: "background", paint: { "background-color": "#274a61" } },
    { id: "world", type: "raster", source: "world", paint: { "raster-fade-duration": 0 } },
    {
      id: "relief",
      type: "hillshade",
      source: "slopes",
      layout: { visibility: "none" },
      paint: {
        "hillshade-exaggeration": 0.45,
        "hillshade-shadow-color": "#10202c",
        "hillshade-highlight-color": "#fff4d8",
        "hillshade-accent-color": "#1c3140",
      },
    },
  ],
};

export interface MapEvents {
  readonly onClick: (place: Place) => void;
  readonly onHover: (place: Place | null) => void;
  readonly onMove: () => void;
}

export class WorldMap {
  readonly view: MapView;
  private readonly marker: Marker;
  private isTall = false;

  constructor(container: HTMLElement, look: Look, events: MapEvents) {
    this.view = new MapView({
      container,
      style,
      center: toLngLat(look),
      zoom: look.zoom,
      minZoom: 0,
      maxZoom: deepestZoom + 1,
      maxPitch: 78,
      renderWorldCopies: false,
      attributionControl: false,
      fadeDuration: 0,
      refreshExpiredTiles: false,
    });
    this.view.addControl(new NavigationControl({ visualizePitch: true }), "bottom-right");
    const pin = document.createElement("div");
    pin.className = "pin";
    this.marker = new Marker({ element: pin });
    this.view.on("click", ({ lngLat }) => events.onClick(toPlace(lngLat)));
    this.view.on("mousemove", ({ lngLat }) => events.onHover(toPlace(lngLat)));
    this.view.on("mouseout", () => events.onHover(null));
    this.view.on("move", events.onMove);
    this.view.on("moveend", () => this.levelHeights());
  }

  /** Asks for tiles again, null for all; those that are shown stay until then. */
  refresh(layer: TileLayer, addresses: readonly TileAddress[] | null): void {
    for (const source of sourcesOf[layer]) {
      if (this.view.getSource(source) === undefined) continue;
      if (addresses === null) this.view.refreshTiles(source);
      else this.view.refreshTiles(source, [...addresses]);
    }
  }

  get look(): Look {
    const { x, y } = toPlace(this.view.getCenter());
    return { x, y, zoom: this.view.getZoom() };
  }

  get metresPerPixel(): number {
    return metresPerPixel(this.view.getZoom());
  }

  lookAt(look: Look): void {
    this.view.jumpTo({ center: toLngLat(look), zoom: look.zoom });
  }

  showRelief(isShown: boolean): void {
    this.view.setLayoutProperty("relief", "visibility", isShown ? "visible" : "none");
  }

  showTerrain(isShown: boolean): void {
    this.isTall = isShown;
    this.view.setTerrain(isShown ? { source: "heights", exaggeration: this.exaggeration() } : null);
    const camera = isShown ? { pitch: 60, bearing: -20 } : { pitch: 0, bearing: 0 };
    if (isStill.matches) this.view.jumpTo(camera);
    else this.view.easeTo({ ...camera, duration: 700 });
  }

  mark(place: Place | null): void {
    if (place === null) this.marker.remove();
    else this.marker.setLngLat(toLngLat(place)).addTo(this.view);
  }

  /** Where in the window a place is seen. */
  pixelOf(place: Place): Pixel {
    const { left, top } = this.view.getContainer().getBoundingClientRect();
    const { x, y } = this.view.project(toLngLat(place));
    return { x: left + x, y: top + y };
  }

  /** A little taller than true, as relief is read; the same at every latitude. */
  private exaggeration(): number {
    return 1.4 / stretchAt(this.view.getCenter());
  }

  private levelHeights(): void {
    const wanted = this.exaggeration();
    const now = this.view.getTerrain()?.exaggeration ?? wanted;
    if (this.isTall && Math.abs(now - wanted) > 0.02 * wanted) this.view.setTerrain({ source: "heights", exaggeration: wanted });
  }
}
