// How a command ends: 0 fine, 1 problems in the program, 2 usage, 70 a bug of
// ours, 130 interrupted. Commands return one of these; a `UsageError` may be
// thrown from anywhere and becomes one sentence on stderr and exit 2.

export const exitCodes = { fine: 0, problems: 1, usage: 2, bug: 70, interrupted: 130 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The command was called in a way that cannot work: a missing file, a bad value. */
export class UsageError extends Error {}
