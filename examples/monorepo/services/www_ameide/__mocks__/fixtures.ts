import type { ContactRequest } from "../src/contact";

export const visitor: ContactRequest = {
  email: "grace@example.test",
  message: "Please show us how you model capabilities.",
};

export const spam: ContactRequest = { email: "buy-now", message: "!!!" };
