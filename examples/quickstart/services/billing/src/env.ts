const mode = process.env.INTEGRATION_MODE ?? "repo";
export const useFake = mode.toLowerCase() !== "cluster";

export function gatewayUrl(): string {
  return useFake ? "http://127.0.0.1:9090" : "https://gateway.internal";
}
