export interface Step {
  name: string;
  after: string[];
}

export interface Definition {
  name: string;
  steps: Step[];
}

/** The steps in an order that respects what each comes after. */
export function order({ name, steps }: Definition): string[] {
  const ordered: string[] = [];
  let waiting = steps;
  while (waiting.length > 0) {
    const ready = waiting.filter((step) => step.after.every((one) => ordered.includes(one)));
    if (ready.length === 0) {
      throw new Error(`${name} never ends: ${waiting.map((step) => step.name).join(", ")}`);
    }
    ordered.push(...ready.map((step) => step.name));
    waiting = waiting.filter((step) => !ready.includes(step));
  }
  return ordered;
}
