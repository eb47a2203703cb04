import { withFake } from './wrap';
export const send = withFake(() => 1, () => 2);
