export interface Flags {
  isMock(): boolean;
  readonly live: boolean;
}
