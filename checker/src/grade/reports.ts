import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { writeWhole } from "../command/whole-file.js";
import { onOneLine } from "../talk/shown.js";
import { reportText } from "../verdict/report.js";
import type { Grade } from "./grade.js";
import { csvOf, jsonOf } from "./tables.js";

const longestName = 200; // bytes; most systems take 255 for a name with its ending

/** The grades as files in one folder: grades.csv, grades.json, and reports/NAME.txt for each submission. */
export class Reports {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  get csv(): string {
    return join(this.folder, "grades.csv");
  }

  async write(grade: Grade): Promise<void> {
    const folder = join(this.folder, "reports");
    await mkdir(folder, { recursive: true });
    await writeWhole(join(folder, fileNameOf(grade.submission)), textOf(grade));
  }

  /** Writes everything again: a submission that still ran may have changed what was there. */
  async finish(system: string, grades: readonly Grade[]): Promise<void> {
    for (const grade of grades) await this.write(grade);
    await writeWhole(this.csv, csvOf(grades));
    await writeWhole(join(this.folder, "grades.json"), jsonOf(system, grades));
  }
}

/** The name of a report: that of the submission, unless it is too long or could mislead. */
export function fileNameOf(submission: string): string {
  const plain = submission.replace(/[\p{C}\p{Zl}\p{Zp}\uFFFD]/gu, "_");
  if (plain === submission && Buffer.byteLength(plain) <= longestName) return `${plain}.txt`;
  const mark = createHash("sha256").update(submission).digest("hex").slice(0, 12);
  return `${Array.from(plain).slice(0, 40).join("")}-${mark}.txt`;
}

function textOf({ submission, result }: Grade): string {
  const title = `${onOneLine(submission)}: ${result.system}`;
  return `${title}\n${"=".repeat(title.length)}\n\n${reportText(result)}`;
}
