// The public face of wgen. `compile` a plugin against a host made by
// `defineHost`, then `call` or `map` its hooks. See README.md for ten lines
// that show it, and `grammar/` for the language.

export { compile, check } from "./engine/compile.ts";
export type { Checked, CompileOptions, Refusal } from "./engine/compile.ts";
export { runProgram } from "./engine/run.ts";
export type { ProgramOptions, ProgramResult } from "./engine/run.ts";
export { buildArtifact } from "./engine/artifact.ts";
export { ArtifactError, loadArtifact } from "./engine/artifactPlugin.ts";
export type { LoadOptions } from "./engine/artifactPlugin.ts";
export { defineHost } from "./engine/host.ts";
export type { Host } from "./engine/host.ts";
export { hostStubs } from "./engine/stubs.ts";
export type {
  HookParameter,
  HostConstantDefinition,
  HostDefinition,
  HostEffect,
  HostField,
  HostFunctionDefinition,
  HostHook,
  HostLiteral,
  HostPureFunction,
  HostType,
  TypeText,
} from "./engine/hostDefinition.ts";
export type { Arguments, CallOptions, HookSignature, MapColumns, MapOptions, MapOut, Plugin, RunOptions } from "./engine/plugin.ts";
export type { HeldCells } from "./engine/heldCells.ts";
export type { CallOutcome, MapOutcome, RunOutcome } from "./engine/outcome.ts";
export type { Parameter } from "./engine/parameters.ts";
export type { RunLimits } from "./engine/runLimits.ts";
export type { Tier } from "./engine/unit.ts";
export type { ArrayData, ArrayValue, RecordValue, Value } from "./engine/values.ts";
export { isLimit, placesOf } from "./engine/fault.ts";
export type { Fault, FaultFrame } from "./engine/fault.ts";
export type { LogLine } from "./engine/log.ts";
export { applyEffects, undoEffects } from "./engine/effectDocument.ts";
export type { AppliedEffects } from "./engine/effectDocument.ts";
export { settleEffects } from "./engine/effects.ts";
export type { Effect, EffectHandlers, EffectState, Grant } from "./engine/effects.ts";
export { provideStandardSources } from "./engine/stdlib-files.ts";
export { pluginHash } from "./base/hashing.ts";
export type { PinnedSource, Pins, PluginImports } from "./engine/imports.ts";
export { hookCosts } from "./engine/costs.ts";
export type { HookCost } from "./engine/costs.ts";
export { renderDiagnostic, renderPlace } from "./base/rendering.ts";
export { diagnosticData } from "./base/diagnosticData.ts";
export type { DiagnosticData } from "./base/diagnosticData.ts";
export { locate } from "./base/lines.ts";
export { limits } from "./base/limits.ts";
export type { Diagnostic, DiagnosticFix, DiagnosticLabel, Severity } from "./base/diagnostic.ts";
export type { Place, SourceFile, Span } from "./base/span.ts";
export { openWorld } from "./world/world.ts";
export { openBundled } from "./world/bundled.ts";
export { readBundle, writeBundle } from "./output/bundle.ts";
export type { Bundle as WorldBundle } from "./output/bundle.ts";
export type { GridField, GridWindow, PointValues, World, WorldOptions } from "./world/world.ts";
export type { Reuse, StageName } from "./world/stageCache.ts";
export type { LegendEntry } from "./world/legend.ts";
export { canvasHost } from "./canvas/host.ts";
export { draw, drawingSVG } from "./canvas/drawing.ts";
export type { Drawing, DrawingCommand, DrawingOutcome } from "./canvas/drawing.ts";
export { drawingPNG } from "./output/drawing.ts";
export { recordsHost } from "./records/host.ts";
export type { RecordsDefinition } from "./records/host.ts";
export { runRecords } from "./records/running.ts";
export type { RecordsOptions, RecordsOutcome, Row } from "./records/running.ts";
export { worldHost } from "./world/host.ts";
export type { AttachmentOptions } from "./world/attachment.ts";
export type { Combine } from "./world/composition.ts";
export { stageTable } from "./world/conflicts.ts";
export type { Joining, StageEntry, StageRow } from "./world/conflicts.ts";
export type { AtlasLayer, Mask } from "./world/mask.ts";
export type { HeightMap } from "./world/baseMap.ts";
export { checkSeams } from "./world/seams.ts";
export type { SeamDifference, SeamReport } from "./world/seams.ts";
export { openDocument } from "./world/opening.ts";
export { editDocument, newDocument, patchDocument } from "./world/document.ts";
export type { AttachmentSettings, DocumentEdit, ParameterSetting, WorldDocument } from "./world/document.ts";
export { createPool } from "./sandbox/pool.ts";
export type * from "./sandbox/pool.ts";
