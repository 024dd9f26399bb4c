page-private = صفحة خاصة
page-pledge-removed = تعهد محذوف
