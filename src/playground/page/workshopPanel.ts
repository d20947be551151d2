// Publishing to the workshop that serves this page: sign in by a token, publish
// the program as a version, attach it to a world. Where no workshop serves the
// page (a static site says so in `workshop.json`) nothing of this is shown.

import { announce, byId, make } from "./dom.ts";
import { read, write } from "./layout.ts";
import type { Playground } from "./playground.ts";
import { type Caller, nextVersion, Unreachable, WorkshopClient, type WorldSummary } from "./workshopClient.ts";

const tokenKey = "wgen.token";

export async function startWorkshop(playground: Playground): Promise<void> {
  takeToken();
  const answer: unknown = await fetch("./workshop.json")
    .then((response) => response.json())
    .catch(() => null);
  const api = (answer as { readonly api?: unknown } | null)?.api;
  if (typeof api !== "string" || !api.startsWith("/") || api.startsWith("//")) return;
  const panel = new WorkshopPanel(playground, api);
  byId("publish").hidden = false;
  byId("publish").addEventListener("click", () => void panel.open());
}

/** `#token=wgen_...` is how `wgen login` and the first start hand a token over; it does not stay in the address. */
function takeToken(): void {
  const [, token] = /^#token=(wgen_[A-Za-z0-9_-]{8,200})$/.exec(location.hash) ?? [];
  if (token === undefined) return;
  write(tokenKey, token);
  history.replaceState(null, "", location.pathname + location.search);
}

class WorkshopPanel {
  private readonly playground: Playground;
  private readonly api: string;
  private readonly dialog = byId<HTMLDialogElement>("workshop");
  /** A second press of a button does nothing until the first is answered. */
  private isAtWork = false;
  private readonly said = make("p", { class: "said", role: "status" });

  constructor(playground: Playground, api: string) {
    this.playground = playground;
    this.api = api;
  }

  async open(): Promise<void> {
    this.dialog.showModal();
    const token = read(tokenKey);
    if (token === null || token === "") this.show(this.signIn());
    else await this.enter(token);
  }

  private async enter(token: string): Promise<void> {
    const client = new WorkshopClient(this.api, token);
    const error = await this.attempt(async () => {
      const caller = await client.me();
      write(tokenKey, token);
      this.show(this.publishing(client, caller, await client.worlds(caller.owner)));
      this.say("");
    });
    if (error instanceof Unreachable) this.show(this.tryAgain(token));
    else if (this.dialog.childElementCount === 0) this.show(this.signIn());
  }

  private show(form: HTMLElement): void {
    const close = make("button", { type: "button", class: "plain", "aria-label": "Close" }, "×");
    close.addEventListener("click", () => this.dialog.close());
    const title = make("h2", { id: "workshop-title" }, "Workshop");
    this.dialog.replaceChildren(make("header", {}, title, close), form, this.said);
    this.dialog.querySelector("input")?.focus();
  }

  private tryAgain(token: string): HTMLElement {
    const form = make("form", {}, make("button", { class: "primary" }, "Try again"));
    onSubmit(form, () => this.enter(token));
    return form;
  }

  private signIn(): HTMLElement {
    const field = make("input", { type: "password", id: "token", autocomplete: "off", placeholder: "wgen_..." });
    const form = make(
      "form",
      {},
      make("label", { for: "token" }, "Token"),
      field,
      make("p", { class: "quiet" }, "The server's operator makes one with: wgen token add NAME"),
      make("button", { class: "primary" }, "Sign in"),
    );
    onSubmit(form, () => this.enter(field.value.trim()));
    return form;
  }

  private publishing(client: WorkshopClient, caller: Caller, worlds: readonly WorldSummary[]): HTMLElement {
    const name = textField("plugin-name", byId<HTMLSelectElement>("example").value.replaceAll(" ", "-") || "my-plugin");
    const version = textField("plugin-version", "1.0.0");
    const license = textField("plugin-license", "MIT");
    const world = worldMenu(worlds);
    const strength = make("input", { id: "plugin-strength", type: "number", min: 0, max: 1, step: "any", value: 1 });
    const suggestVersion = async (): Promise<void> => {
      version.value = nextVersion(await client.versions(caller.owner, name.value).catch(() => []));
    };
    name.addEventListener("change", () => void suggestVersion());
    void suggestVersion();
    const form = make(
      "form",
      { class: "publishing" },
      make("p", { class: "quiet wide" }, `Signed in as ${caller.owner}. A version never changes once it is published.`),
      labelled("Name", name),
      labelled("Version", version),
      labelled("Licence", license),
      labelled("Attach to", world),
      labelled("Strength", strength),
      make("div", { class: "wide ends" }, this.signOutButton(), make("button", { class: "primary" }, "Publish")),
    );
    onSubmit(form, async () => {
      if (this.isAtWork) return;
      const order = { name: name.value, version: version.value, license: license.value === "" ? null : license.value };
      await this.publish(client, order, { world: world.value, strength: Number(strength.value) });
      await suggestVersion();
    });
    return form;
  }

  private async publish(
    client: WorkshopClient,
    order: { readonly name: string; readonly version: string; readonly license: string | null },
    wish: { readonly world: string; readonly strength: number },
  ): Promise<void> {
    const { source, seed, params } = this.playground.recipe;
    await this.attempt(async () => {
      this.say("Publishing ...");
      const { plugin, name } = await client.publish({ ...order, source });
      if (wish.world === "") return this.say(`Published ${plugin}.`);
      const id = wish.world === newWorld ? (await client.makeWorld(`World of ${name}`, seed)).id : wish.world;
      await client.attach(id, { plugin, slot: name, strength: wish.strength, parameters: params });
      this.say(`Published ${plugin} and attached it.`);
      const see = make("a", { href: client.pictureOf(id), target: "_blank", rel: "noopener" }, "See the world");
      this.said.append(see, this.undoButton(client, id));
    });
  }

  private undoButton(client: WorkshopClient, world: string): HTMLElement {
    const button = make("button", { type: "button" }, "Undo");
    button.addEventListener("click", () => {
      void this.attempt(async () => {
        await client.undo(world);
        this.say("Taken off the world again; the version stays published.");
      });
    });
    return button;
  }

  private signOutButton(): HTMLElement {
    const button = make("button", { type: "button" }, "Sign out");
    button.addEventListener("click", () => {
      write(tokenKey, "");
      this.show(this.signIn());
      this.say("");
    });
    return button;
  }

  /** What went wrong is said and given; null where all went well. */
  private async attempt(work: () => Promise<void>): Promise<unknown> {
    this.isAtWork = true;
    try {
      await work();
      return null;
    } catch (error) {
      this.say((error as Error).message);
      return error;
    } finally {
      this.isAtWork = false;
    }
  }

  private say(text: string): void {
    this.said.textContent = text;
    if (text !== "") announce(text);
  }
}

const newWorld = "new";

function worldMenu(worlds: readonly WorldSummary[]): HTMLSelectElement {
  return make(
    "select",
    { id: "plugin-world" },
    make("option", { value: "" }, "no world"),
    make("option", { value: newWorld }, "a new world"),
    ...worlds.map(({ id, title }) => make("option", { value: id }, title === "" ? id : title)),
  );
}

function textField(id: string, value: string): HTMLInputElement {
  return make("input", { type: "text", id, value, maxlength: 100, spellcheck: "false", autocomplete: "off" });
}

function labelled(text: string, field: HTMLElement): HTMLElement {
  return make("div", { class: "labelled" }, make("label", { for: field.id }, text), field);
}

function onSubmit(form: HTMLFormElement, action: () => Promise<void>): void {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void action();
  });
}
