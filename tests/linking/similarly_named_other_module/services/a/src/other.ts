export const isMock = () => false;
