//! Prints the service of fixtures.proto from its description here, so that no protoc is needed; the messages are in src/messages.rs.
use tonic_build::manual::{Builder, Method, Service};

fn main() {
    let method = |name: &str, route: &str, input: &str, output: &str| {
        Method::builder()
            .name(name)
            .route_name(route)
            .input_type(format!("crate::messages::{input}"))
            .output_type(format!("crate::messages::{output}"))
            .codec_path("tonic_prost::ProstCodec")
    };
    let service = Service::builder()
        .package("barewire.bench")
        .name("Bench")
        .method(method("say_hello", "SayHello", "Hello", "Hello").build())
        .method(method("download", "Download", "DownloadRequest", "Chunk").server_streaming().build())
        .method(method("upload", "Upload", "Chunk", "Summary").client_streaming().build())
        .method(method("chat", "Chat", "Chunk", "Chunk").client_streaming().server_streaming().build())
        .build();
    Builder::new().compile(&[service]);
}
