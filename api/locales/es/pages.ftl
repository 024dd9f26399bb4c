page-private = Página privada
page-pledge-removed = Compromiso eliminado
