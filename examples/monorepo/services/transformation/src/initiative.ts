export type Stage = "draft" | "approved" | "running" | "done";

export interface Initiative {
  id: string;
  title: string;
  stage: Stage;
}

const NEXT: Record<Stage, Stage | undefined> = {
  draft: "approved",
  approved: "running",
  running: "done",
  done: undefined,
};

/** The initiative one stage further. */
export function advance(initiative: Initiative): Initiative {
  const stage = NEXT[initiative.stage];
  if (!stage) {
    throw new RangeError(`${initiative.title} is done`);
  }
  return { ...initiative, stage };
}
