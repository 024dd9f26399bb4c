page-private = Page privée
