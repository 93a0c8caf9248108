// The bundle before this one in the page defines it. The sections are closed at first: of more than 150 routes it shows only
// those on the screen, and nobody would know of the rest.
const openedByReader = { docExpansion: 'none', deepLinking: true, tryItOutEnabled: true }
globalThis.SwaggerUIBundle({ url: 'openapi.json', dom_id: '#docs', ...openedByReader })
