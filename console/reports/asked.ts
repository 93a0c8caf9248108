export const reportOf = (given: Record<string, unknown>) => ({})
