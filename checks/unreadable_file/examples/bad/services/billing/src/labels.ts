export const greeting = "hello";
export const farewell = "au revoir, à bientôt"; // <-- here
