docs-title = Referencia de la API
docs-without-scripts = La referencia legible necesita JavaScript. El mismo documento para programas:
docs-demonstration = Demostración con datos públicos, no gestionada por la campaña.
docs-problems = Problemas
docs-problems-intro = Cada respuesta de error de la API lleva uno de estos códigos. Los códigos no cambian nunca; sus textos pueden cambiar.
docs-status = Estado HTTP
docs-code = Código
docs-fields = Códigos de los campos
