export const MODE_KEY = 'INTEGRATION_MODE';
