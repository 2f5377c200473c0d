//! The messages of fixtures.proto.

#[derive(Clone, PartialEq, prost::Message)]
pub struct Hello {
    #[prost(string, tag = "1")]
    pub name: String,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct DownloadRequest {
    #[prost(uint32, tag = "1")]
    pub count: u32,
    #[prost(uint32, tag = "2")]
    pub bytes: u32,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct Chunk {
    #[prost(bytes = "bytes", tag = "1")]
    pub data: prost::bytes::Bytes,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct Summary {
    #[prost(uint32, tag = "1")]
    pub count: u32,
}
