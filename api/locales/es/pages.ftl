page-private = Página privada
