// The walls that the system puts around a child, found out by trying: an empty
// network namespace, a user of its own, limits of the kernel, Node's own
// permissions. What cannot be had is left out and said; a pool starts with the
// walls that stand.

import type { Wall } from "./pool.ts";

/** A command line to be put before the child's own, and whether it stands. */
interface SystemWall {
  readonly name: string;
  readonly text: string;
  /** Tried in order; the first that works is taken. */
  readonly candidates: readonly (readonly string[])[];
}

/** How children are started on this system. */
export interface Surroundings {
  /** The whole command line of a child; `slot` gives each its own user. */
  command(slot: number): readonly string[];
  readonly walls: readonly Wall[];
}

export interface ChildProgram {
  readonly nodePath: string;
  readonly nodeVersion: string;
  /** The bootstrap's file and its one argument. */
  readonly entry: string;
  readonly argument: string;
  /** Files and folders (ending in `/*`) that it may read. */
  readonly readable: readonly string[];
  readonly residentBytes: number;
}

/** User ids far from any that is given out; those of two pools on one machine do not meet. */
const firstUser = 700_000_000;
const usersEach = 100;

const ownUser = "own user";
const noNewRights = "no new rights";

/** Finds out what this system allows; some short processes. */
export async function surveyWalls(program: ChildProgram): Promise<Surroundings> {
  const tools = findTools(["unshare", "setpriv", "prlimit", "test"]);
  const tried = await Promise.all(systemWalls(program, tools).map((wall) => tryWall(wall, program, tools)));
  // A user of its own comes with the same command as having no new rights.
  const hasUser = tried.some(({ wall }) => wall.name === ownUser && wall.stands);
  const parts = tried.filter(({ wall }) => !(hasUser && wall.name === noNewRights)).map(({ prefix }) => prefix);
  const whole = parts.flatMap((prefix) => withUser(prefix, 0));
  const isWhole = (await reads(whole, program, tools)) && (await succeeds([...whole, program.nodePath, "--version"]));
  const flags = nodeFlags(program);
  const standing = isWhole
    ? tried.map(({ wall }) => wall)
    : tried.map(({ wall }) => fallen(wall, "these walls do not stand together here"));
  return {
    walls: [...standing, ...flags.walls],
    command: (slot) => [
      ...(isWhole ? parts.flatMap((prefix) => withUser(prefix, slot)) : []),
      program.nodePath,
      ...flags.flags,
      program.entry,
      program.argument,
    ],
  };
}

function systemWalls({ residentBytes }: ChildProgram, tools: ReadonlyMap<string, string>): SystemWall[] {
  const tool = (name: string, args: readonly string[]): string[] => {
    const path = tools.get(name);
    return path === undefined ? [] : [path, ...args];
  };
  const bare = ["--no-new-privs", "--pdeathsig", "KILL"];
  const user = ["--reuid", "USER", "--regid", "USER", "--clear-groups"];
  const nobody = ["--reuid", "65534", "--regid", "65534", "--clear-groups"];
  return [
    {
      name: "network namespace",
      text: "no network interface, not even loopback",
      candidates: [tool("unshare", ["-n", "--"]), tool("unshare", ["--user", "--map-current-user", "--net", "--"])],
    },
    {
      name: "kernel limits",
      text: "no file can be grown, no core dumped, data limited by the kernel too",
      candidates: [
        tool("prlimit", ["--fsize=0", "--core=0", `--data=${Math.max(2 * residentBytes, 2 ** 30)}`, "--"]),
        tool("prlimit", ["--fsize=0", "--core=0", "--"]),
      ],
    },
    {
      name: ownUser,
      text: "a user id of its own: no file and no process of the server's is its own",
      candidates: process.getuid?.() === 0 ? [tool("setpriv", [...user, ...bare, "--"]), tool("setpriv", [...nobody, ...bare, "--"])] : [],
    },
    {
      name: noNewRights,
      text: "no setuid program gives rights; killed when the server dies",
      candidates: [tool("setpriv", [...bare, "--"])],
    },
  ];
}

function withUser(prefix: readonly string[], slot: number): string[] {
  const user = firstUser + (process.pid % 10_000_000) * usersEach + (slot % usersEach);
  return prefix.map((word) => (word === "USER" ? String(user) : word));
}

interface TriedWall {
  readonly wall: Wall;
  readonly prefix: readonly string[];
}

async function tryWall(
  { name, text, candidates }: SystemWall,
  program: ChildProgram,
  tools: ReadonlyMap<string, string>,
): Promise<TriedWall> {
  for (const prefix of candidates) {
    if (prefix.length > 0 && (await reads(withUser(prefix, 0), program, tools))) return { prefix, wall: { name, stands: true, text } };
  }
  return { prefix: [], wall: fallen({ name }, "this system does not allow it") };
}

function fallen({ name }: Pick<Wall, "name">, why: string): Wall {
  return { name, stands: false, text: why };
}

/** Can the child's own program be read behind it? */
async function reads(prefix: readonly string[], { entry }: ChildProgram, tools: ReadonlyMap<string, string>): Promise<boolean> {
  const test = tools.get("test");
  return test !== undefined && succeeds([...prefix, test, "-r", entry]);
}

function succeeds([command, ...args]: readonly string[]): Promise<boolean> {
  const { spawn } = process.getBuiltinModule("node:child_process");
  return new Promise((resolve) => {
    const child = spawn(command!, args, { stdio: "ignore", env: {}, cwd: "/", timeout: 10_000, killSignal: "SIGKILL" });
    child.on("error", () => resolve(false));
    child.on("exit", (code) => resolve(code === 0));
  });
}

function findTools(names: readonly string[]): ReadonlyMap<string, string> {
  if (process.platform !== "linux") return new Map();
  const { existsSync } = process.getBuiltinModule("node:fs");
  const folders = ["/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin"];
  return new Map(
    names.flatMap((name) => {
      const path = folders.map((folder) => `${folder}/${name}`).find((each) => existsSync(each));
      return path === undefined ? [] : [[name, path] as const];
    }),
  );
}

interface NodeFlags {
  readonly flags: readonly string[];
  readonly walls: readonly Wall[];
}

/** An older Node lacks some; a flag that it does not know would keep it from starting. */
function nodeFlags({ nodeVersion, readable, residentBytes }: ChildProgram): NodeFlags {
  const major = Number(nodeVersion.split(".")[0]);
  const isCurrent = major >= 24;
  const permission = isCurrent ? "--permission" : "--experimental-permission";
  const heapMegabytes = Math.max(64, Math.floor((residentBytes * 0.75) / 2 ** 20));
  return {
    flags: [
      permission,
      ...readable.map((path) => `--allow-fs-read=${path}`),
      "--disallow-code-generation-from-strings",
      "--disable-proto=delete",
      "--no-addons",
      "--no-warnings",
      "--expose-gc",
      `--max-old-space-size=${heapMegabytes}`,
      ...(isCurrent ? ["--disable-sigusr1", "--no-experimental-websocket", "--no-experimental-global-navigator"] : []),
    ],
    walls: [
      { name: "files", stands: true, text: "reads its own package only, writes nothing, starts no process, worker or inspector" },
      {
        name: "empty environment",
        stands: true,
        text: "no variable of the server's, one pipe and no other open file",
      },
    ],
  };
}
