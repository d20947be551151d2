// The record of a suspended generator: where it goes on, the value it last
// yielded, what captures it reads, its arguments, then all its variables.

/** Fixed slots; arguments follow `environment` where there is one, else stand in its place. */
export const generatorSlots = { state: 0, value: 1, environment: 2 } as const;

/** Values of the state slot beside the numbers of resume points, which count up from 0. */
export const generatorStates = { start: 0, finished: -1, running: -2 } as const;
