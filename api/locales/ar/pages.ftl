page-private = صفحة خاصة
