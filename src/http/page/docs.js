// The bundle before this one in the page defines it.
globalThis.SwaggerUIBundle({ url: 'openapi.json', dom_id: '#docs', deepLinking: true, tryItOutEnabled: true })
