/** What the assistant answers, by question. */
export const answers: Readonly<Record<string, string>> = {
  "What is a capability?": "A capability is what a business can do.",
  "Who owns it?": "A business owner.",
};

export const question = "What is a capability?";
