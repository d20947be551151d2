// The makers of scripts, each for a kind of mistake that others do not find.

import { callablesScript } from "./callables.ts";
import { carriedScript } from "./carried.ts";
import { changingScript, mixedScript } from "./changing.ts";
import { classesScript } from "./classes.ts";
import type { Maker } from "./comparing.ts";
import { containersScript } from "./containers.ts";
import { dispatchScript } from "./dispatch.ts";
import { kernelsScript } from "./kernels.ts";
import { matchingScript } from "./matching.ts";
import { nestsScript } from "./nests.ts";
import { orderScript } from "./order.ts";
import { placesScript } from "./places.ts";
import { protocolsScript } from "./protocols.ts";
import { textsScript } from "./texts.ts";
import { viewsScript } from "./views.ts";

export interface MakerOf {
  readonly name: string;
  readonly what: string;
  readonly make: Maker;
  /** Writes only what should be accepted; others write lines of any types. */
  readonly isTyped: boolean;
}

export const makers: readonly MakerOf[] = [
  { name: "changing", what: "what was tested changes", make: changingScript, isTyped: false },
  { name: "mixed", what: "values are used by their type at run time", make: mixedScript, isTyped: false },
  { name: "carried", what: "values go through containers", make: carriedScript, isTyped: false },
  { name: "dispatch", what: "every pair of values of several types", make: dispatchScript, isTyped: false },
  { name: "callables", what: "what is called, in every way", make: callablesScript, isTyped: false },
  { name: "order", what: "the order of evaluation shows", make: orderScript, isTyped: true },
  { name: "kernels", what: "functions that only compute", make: kernelsScript, isTyped: false },
  { name: "matching", what: "subjects of many types are matched", make: matchingScript, isTyped: false },
  { name: "nests", what: "loops around loops over lists of floats", make: nestsScript, isTyped: false },
  { name: "places", what: "variables change places in loops", make: placesScript, isTyped: true },
  { name: "classes", what: "classes, and ways through blocks", make: classesScript, isTyped: true },
  { name: "protocols", what: "generators with values, managers, kept methods, ways out", make: protocolsScript, isTyped: false },
  { name: "views", what: "arrays written through views, ints at their borders", make: viewsScript, isTyped: false },
  { name: "texts", what: "texts and formats", make: textsScript, isTyped: true },
  { name: "containers", what: "containers and iteration", make: containersScript, isTyped: true },
];
