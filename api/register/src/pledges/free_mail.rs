//! Mail providers where anybody may open an address: a government seldom writes from one.

/// The best known of them. A mark for the reviewer, never a refusal: small places do use them.
const PROVIDERS: &[&str] = &[
    "aol.com",
    "daum.net",
    "free.fr",
    "gmail.com",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hanmail.net",
    "hotmail.com",
    "hotmail.es",
    "hotmail.fr",
    "icloud.com",
    "laposte.net",
    "libero.it",
    "live.com",
    "mail.com",
    "mail.ru",
    "me.com",
    "msn.com",
    "naver.com",
    "orange.fr",
    "outlook.com",
    "outlook.es",
    "outlook.fr",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "rediffmail.com",
    "sfr.fr",
    "tutanota.com",
    "uol.com.br",
    "wanadoo.fr",
    "web.de",
    "yahoo.co.in",
    "yahoo.com",
    "yahoo.com.ar",
    "yahoo.es",
    "yahoo.fr",
    "yandex.com",
    "yandex.ru",
    "zoho.com",
];

/// Whether this host of an address, in lower case, is one of theirs.
pub fn is_free(host: &str) -> bool {
    PROVIDERS.contains(&host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_decides() {
        assert!(is_free("gmail.com"));
        assert!(!is_free("city.example.org"));
    }
}
