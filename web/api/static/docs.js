// Shows the document with Swagger UI, in the language of the page.
const place = document.getElementById("docs");
SwaggerUIBundle({
  url: place.dataset.document,
  dom_id: "#docs",
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  tryItOutEnabled: true,
  validatorUrl: null,
  requestInterceptor: (request) => {
    request.headers["Accept-Language"] = place.dataset.language;
    return request;
  },
});
