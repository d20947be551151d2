// Places in files that are not there: an artifact says lines and columns, and
// faults are told by places in texts. So each file is one of blanks, with just
// the lines and columns that something stands at. Made at the first fault.

import type { Place, SourceFile } from "../base/span.ts";
import type { Site } from "../ir/ir.ts";
import type { ArtifactSites } from "../wasm/artifact.ts";
import type { ArtifactFace, FaceExtent } from "./artifactFace.ts";

interface BlankFile {
  readonly file: SourceFile;
  /** Where each line starts. */
  readonly starts: readonly number[];
}

type Extent = readonly [string, FaceExtent];

export class BlankFiles {
  private readonly sites: ArtifactSites;
  private readonly face: ArtifactFace;
  private files: ReadonlyMap<string, BlankFile> | null = null;
  private made: readonly Site[] | null = null;

  constructor(sites: ArtifactSites, face: ArtifactFace) {
    this.sites = sites;
    this.face = face;
  }

  placeOf(name: string, [line, column, endLine, endColumn]: FaceExtent): Place {
    this.files ??= makeFiles([...this.siteExtents(), ...this.definitions()]);
    const found = this.files.get(name);
    const at = (row: number, place: number): number => (found?.starts[row - 1] ?? 0) + place - 1;
    return { file: found?.file ?? { name, text: "" }, span: { start: at(line, column), end: at(endLine, endColumn) } };
  }

  private definitions(): Extent[] {
    return this.face.entries.flatMap(({ definition }) => (definition === null ? [] : [definition]));
  }

  private siteExtents(): Extent[] {
    const { files, sites } = this.sites;
    return sites.map(([file, line, column], id) => {
      const [endLine = line, endColumn = column] = this.face.ends[id] ?? [];
      return [files[file] ?? "", [line, column, endLine, endColumn]];
    });
  }

  get all(): readonly Site[] {
    this.made ??= this.siteExtents().map(([name, extent], id): Site => {
      const [, , , function_ = "", isLibrary = false, calledFrom = null] = this.sites.sites[id] ?? [];
      return { place: this.placeOf(name, extent), function: function_, isLibrary, calledFrom };
    });
    return this.made;
  }
}

function makeFiles(extents: readonly Extent[]): ReadonlyMap<string, BlankFile> {
  const widths = new Map<string, number[]>();
  for (const [name, [line, column, endLine, endColumn]] of extents) {
    const lines = widths.get(name) ?? [];
    widths.set(name, lines);
    lines[line - 1] = Math.max(lines[line - 1] ?? 0, column - 1);
    lines[endLine - 1] = Math.max(lines[endLine - 1] ?? 0, endColumn - 1);
  }
  return new Map(Array.from(widths, ([name, lines]) => [name, blankFile(name, lines)]));
}

function blankFile(name: string, widths: readonly number[]): BlankFile {
  const lines = Array.from(widths, (width) => " ".repeat(width ?? 0));
  const starts: number[] = [];
  let at = 0;
  for (const line of lines) {
    starts.push(at);
    at += line.length + 1;
  }
  return { file: { name, text: lines.join("\n") }, starts };
}
