globalThis.isCluster = process.env.INTEGRATION_MODE === 'cluster';
