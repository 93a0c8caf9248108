/** The columns of the small call files that the replay tests write, as a map names them. */
export const CALL_COLUMNS = {
  row: 'Row',
  call: 'Call',
  unit: 'Unit',
  steps: {
    opened: 'Received',
    dispatched: 'Dispatch',
    travelling: 'Response',
    onSite: 'On Scene',
    offSite: 'Available',
  },
}
