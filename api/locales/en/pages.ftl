page-private = Private page
