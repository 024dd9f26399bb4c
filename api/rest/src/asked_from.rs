//! The address of whoever asks.

use std::{
    convert::Infallible,
    future::{Ready, ready},
    net::{IpAddr, Ipv6Addr},
};

use actix_web::{FromRequest, HttpRequest, dev::Payload, web};
use kernel::{network::ClientIp, state::State};

/// Extractor of the network address of the caller.
pub struct AskedFrom(pub ClientIp);

impl AskedFrom {
    /// `X-Forwarded-For` counts only as far as our own proxies wrote it: each appends the address that it was called from.
    pub fn of(request: &HttpRequest) -> ClientIp {
        let proxies = request.app_data::<web::Data<State>>().map_or(0, |state| state.settings.proxies);
        let peer = request.peer_addr().map_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED), |address| address.ip());
        let forwarded = request.headers().get_all("x-forwarded-for").filter_map(|value| value.to_str().ok());
        ClientIp::network_of(behind(proxies, forwarded.flat_map(|value| value.split(',')), peer))
    }
}

impl FromRequest for AskedFrom {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self(Self::of(request))))
    }
}

/// The address that the outermost of `proxies` trusted proxies was called from.
fn behind<'a>(proxies: usize, forwarded: impl Iterator<Item = &'a str>, peer: IpAddr) -> IpAddr {
    let written: Vec<&str> = forwarded.map(str::trim).collect();
    let place = written.len().checked_sub(proxies).filter(|_| proxies > 0);
    place.and_then(|place| address(written.get(place)?)).unwrap_or(peer)
}

/// `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1` or `[2001:db8::1]:80`.
fn address(text: &str) -> Option<IpAddr> {
    let with_port = || text.parse::<std::net::SocketAddr>().ok().map(|address| address.ip());
    text.trim_matches(['[', ']']).parse().ok().or_else(with_port)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn only_our_own_proxies_are_believed() {
        let peer = ip("10.0.0.9");
        let seen = |proxies, header: &str| behind(proxies, header.split(',').filter(|part| !part.is_empty()), peer);
        assert_eq!(seen(0, "203.0.113.7"), peer, "a header from a stranger says nothing");
        assert_eq!(seen(1, "1.2.3.4, 203.0.113.7"), ip("203.0.113.7"), "what stands before was written by the caller");
        assert_eq!(seen(2, "1.2.3.4, 203.0.113.7, 10.0.0.8"), ip("203.0.113.7"));
        assert_eq!(seen(2, "203.0.113.7"), peer, "it did not pass all proxies");
        assert_eq!(seen(1, ""), peer);
        assert_eq!(seen(1, "nonsense"), peer);
        assert_eq!(seen(1, "[2001:db8::1]:443"), ip("2001:db8::1"));
    }
}
