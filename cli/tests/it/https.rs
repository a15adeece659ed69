//! `occi conform` against an encrypted endpoint.
//!
//! The certificates in `tls` were made with openssl for a hundred years: an authority, and a
//! certificate of it for `localhost` and 127.0.0.1. Whoever renews them needs nothing else:
//! `openssl req -x509 -newkey ec …` for the authority, `openssl x509 -req -CA …` for the server.

use std::{sync::Arc, thread};

use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::aws_lc_rs,
        pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
    },
};

use crate::support::{Server, root, run};

/// Takes encryption off and hands everything on; ends with the test's process.
fn in_front_of(server: &str, listener: std::net::TcpListener) {
    let folder = root().join("cli/tests/it/tls");
    let chain: Vec<_> = CertificateDer::pem_file_iter(folder.join("server.pem"))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let key = PrivateKeyDer::from_pem_file(folder.join("server.key")).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let server = server.to_owned();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            listener.set_nonblocking(true).unwrap();
            let listener = TcpListener::from_std(listener).unwrap();
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, server) = (acceptor.clone(), server.clone());
                tokio::spawn(async move {
                    let (Ok(mut plain), Ok(mut secret)) = (
                        TcpStream::connect(&server).await,
                        acceptor.accept(stream).await,
                    ) else {
                        return;
                    };
                    let _ = tokio::io::copy_bidirectional(&mut secret, &mut plain).await;
                });
            }
        });
    });
}

#[test]
fn an_encrypted_endpoint_is_tested_like_any_other() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!(
        "https://localhost:{}",
        listener.local_addr().unwrap().port()
    );
    let server = Server::start(&["infrastructure", "--memory", "--base-url", &url]);
    in_front_of(&server.address, listener);
    let ca = root().join("cli/tests/it/tls/ca.pem");
    let ca = ca.to_str().unwrap();
    let select = ["--kind", "network"];
    let said = run(&["conform", &url, "--ca", ca, select[0], select[1]]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert!(
        said.out.contains(&format!("against {url}: partial;")),
        "{}",
        said.out
    );
    // Nobody else vouches for it.
    let said = run(&["conform", &url, select[0], select[1]]);
    assert_eq!(said.code, 3, "{}{}", said.out, said.err);
    assert!(said.out.contains("certificate"), "{}", said.out);
    let said = run(&["conform", &url, "--ca", "Cargo.toml", select[0], select[1]]);
    assert_eq!(said.code, 2, "{}{}", said.out, said.err);
}
