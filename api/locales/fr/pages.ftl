page-private = Page privée
page-pledge-removed = Engagement supprimé
