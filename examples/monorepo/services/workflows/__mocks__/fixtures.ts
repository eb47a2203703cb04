import type { Definition } from "../src/definition";

export const onboarding: Definition = {
  name: "onboarding",
  steps: [
    { name: "invite", after: ["create"] },
    { name: "create", after: [] },
    { name: "welcome", after: ["create", "invite"] },
  ],
};

export const endless: Definition = {
  name: "endless",
  steps: [
    { name: "chicken", after: ["egg"] },
    { name: "egg", after: ["chicken"] },
  ],
};
