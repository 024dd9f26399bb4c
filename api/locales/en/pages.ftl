page-private = Private page
page-pledge-removed = Pledge removed
