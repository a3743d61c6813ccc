import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Order, Question } from "./orders.js";

/** A program in a process of its own that can be asked for something. */
export interface Talking extends AsyncDisposable {
  /** Resolves with the number in the first line that names a port. */
  port(): Promise<number>;
  /** Resolves with the answer; one question at a time. */
  ask<Answer>(what: Order | Question): Promise<Answer>;
}

/** Starts a program, a server with an observer in it. All that it prints is read. */
export function start(program: URL, options: readonly string[], observed: boolean): Talking {
  const observer = new URL("observer.ts", import.meta.url).href;
  const child = fork(fileURLToPath(program), options, {
    execArgv: [
      "--expose-gc",
      "--disable-warning=ExperimentalWarning", // of the question how many objects there are
      ...["--import", import.meta.resolve("tsx")],
      ...(observed ? ["--import", observer] : []),
    ],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let said = "";
  let notes = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    notes = (notes + text).slice(-2000);
  });
  const closed = once(child, "close");
  const ended = closed.then(([status, signal]) => {
    throw new Error(`a process under load ended with ${status ?? signal}: ${said}${notes}`);
  });
  ended.catch(() => undefined); // it ends when it is killed
  return {
    port() {
      const named = new Promise<number>((resolve) => {
        child.stdout?.setEncoding("utf8").on("data", (text: string) => {
          if (said.length < 2000) said += text;
          const match = /(?:port |listen at: [^\n]*:)(\d+)\n/.exec(said);
          if (match) resolve(Number(match[1]));
        });
      });
      return Promise.race([named, ended]);
    },
    ask<Answer>(what: Order | Question) {
      const answer = once(child, "message").then(([first]) => first as Answer);
      child.send(what);
      return Promise.race([answer, ended]);
    },
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await closed;
    },
  };
}
