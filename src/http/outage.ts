// Class 08: the connection failed. 57P0x: the server is being stopped or is starting. 53300: too many connections.
// 40001 and 40P01: two transactions were in each other's way. The rest is the operating system's word for "gone".
const CODES =
  /^(08...|57P0[1-3]|53300|40001|40P01|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN)$/
const WORDS =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/

/** Whether this error means that the database cannot be reached just now; everything else thrown is a bug. */
export const isOutage = (error: unknown): boolean =>
  error instanceof Error && (CODES.test(String((error as { code?: unknown }).code)) || WORDS.test(error.message))
