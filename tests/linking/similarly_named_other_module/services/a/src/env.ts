export const isMock = process.env.INTEGRATION_MODE !== 'cluster'; // <- ITM102
