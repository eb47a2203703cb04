import { isMock } from './env';
export const withFake = <T,>(real: () => T, fake: () => T) => () =>
  isMock() ? fake() : real(); // <- ITM101
