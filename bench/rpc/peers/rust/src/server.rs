use crate::generated::bench_server::{Bench, BenchServer};
use crate::messages::{Chunk, DownloadRequest, Hello, Summary};
use std::pin::Pin;
use tokio::net::TcpListener;
use tokio_stream::{Stream, StreamExt, iter, wrappers::TcpListenerStream};
use tonic::transport::{Identity, Server, ServerTlsConfig};
use tonic::{Request, Response, Status, Streaming};

struct Handlers;

type Chunks = Pin<Box<dyn Stream<Item = Result<Chunk, Status>> + Send>>;

#[tonic::async_trait]
impl Bench for Handlers {
    type DownloadStream = Chunks;
    type ChatStream = Chunks;

    async fn say_hello(&self, request: Request<Hello>) -> Result<Response<Hello>, Status> {
        Ok(Response::new(Hello { name: request.into_inner().name }))
    }

    async fn download(&self, request: Request<DownloadRequest>) -> Result<Response<Chunks>, Status> {
        let DownloadRequest { count, bytes } = request.into_inner();
        let data = prost::bytes::Bytes::from(vec![0; bytes as usize]);
        Ok(Response::new(Box::pin(iter((0..count).map(move |_| Ok(Chunk { data: data.clone() }))))))
    }

    async fn upload(&self, request: Request<Streaming<Chunk>>) -> Result<Response<Summary>, Status> {
        let mut chunks = request.into_inner();
        let mut count = 0;
        while chunks.message().await?.is_some() {
            count += 1;
        }
        Ok(Response::new(Summary { count }))
    }

    async fn chat(&self, request: Request<Streaming<Chunk>>) -> Result<Response<Chunks>, Status> {
        Ok(Response::new(Box::pin(request.into_inner().map(|chunk| chunk))))
    }
}

/// Listens on a free port; `args` are the files of the certificate and the key where there is TLS.
pub async fn serve(args: &[String]) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let mut server = Server::builder().tcp_nodelay(true);
    if let [cert, key] = args {
        let identity = Identity::from_pem(std::fs::read(cert).unwrap(), std::fs::read(key).unwrap());
        server = server.tls_config(ServerTlsConfig::new().identity(identity)).unwrap();
    }
    let incoming = TcpListenerStream::new(listener).map(|socket| {
        if let Ok(socket) = &socket {
            socket.set_nodelay(true)?;
        }
        socket
    });
    tokio::spawn(server.add_service(BenchServer::new(Handlers)).serve_with_incoming(incoming));
    port
}
