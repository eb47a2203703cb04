export interface ContactRequest {
  email: string;
  message: string;
}

export interface Field {
  field: keyof ContactRequest;
  problem: string;
}

/** What is wrong with a contact request, field by field. */
export function problems({ email, message }: ContactRequest): Field[] {
  const found: Field[] = [];
  if (!/^\S+@\S+\.\S+$/.test(email)) {
    found.push({ field: "email", problem: "is no address" });
  }
  if (message.trim().length < 10) {
    found.push({ field: "message", problem: "is too short" });
  }
  return found;
}
