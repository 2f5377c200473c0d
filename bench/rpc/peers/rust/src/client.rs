use crate::generated::bench_client::BenchClient;
use crate::messages::{Chunk, DownloadRequest, Hello};
use crate::usage::cpu_microseconds;
use serde_json::{Value, json};
use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};
use tokio_stream::{StreamExt, iter};
use tonic::Request;
use tonic::transport::{Certificate, Channel, ClientTlsConfig, Endpoint};

type Client = BenchClient<Channel>;

pub struct ClientEnd {
    endpoint: Endpoint,
    clients: Vec<Client>,
    sequence: Rc<Cell<u64>>,
    parked: Vec<(tokio::sync::mpsc::Sender<Chunk>, tonic::Streaming<Chunk>)>,
}

/// Opens `args[1]` connections to port `args[0]`; `args[2]` is the authority to trust where there is TLS.
pub async fn connect(args: &[String]) -> ClientEnd {
    let scheme = if args.len() == 3 { "https" } else { "http" };
    let mut endpoint = Endpoint::from_shared(format!("{scheme}://127.0.0.1:{}", args[0])).unwrap();
    if let Some(authority) = args.get(2) {
        let trusted = Certificate::from_pem(std::fs::read(authority).unwrap());
        endpoint = endpoint.tls_config(ClientTlsConfig::new().ca_certificate(trusted).domain_name("localhost")).unwrap();
    }
    let mut clients = Vec::new();
    for _ in 0..args[1].parse().unwrap() {
        clients.push(BenchClient::new(endpoint.connect().await.unwrap()));
    }
    ClientEnd { endpoint, clients, sequence: Rc::default(), parked: Vec::new() }
}

impl ClientEnd {
    pub async fn drive(&mut self, load: &Value) -> Value {
        let number = |name: &str| load[name].as_f64().unwrap_or(0.0);
        let (count, bytes) = (number("count") as u32, number("bytes") as u32);
        let duration = Duration::from_secs_f64(number("durationMs") / 1000.0);
        let cpu = cpu_microseconds();
        let start = Instant::now();
        let until = start + duration;
        let mut latencies = Value::Null;
        let operations = match load["kind"].as_str().unwrap() {
            "unary" => self.unary(number("inFlight") as usize, load["realistic"] == true, until).await,
            "open-loop" => {
                let (operations, measured) = self.open_loop(number("perSecond"), duration).await;
                latencies = measured;
                operations
            }
            "park" => {
                self.park(count).await;
                u64::from(count)
            }
            "connect" => {
                for _ in 0..count {
                    let mut client = BenchClient::new(self.endpoint.connect().await.unwrap());
                    client.say_hello(Hello { name: "world".into() }).await.unwrap();
                    self.clients.push(client);
                }
                u64::from(count)
            }
            kind => {
                let mut operations = 0;
                while Instant::now() < until {
                    let client = self.clients[0].clone();
                    match kind {
                        "download" => download(client, count, bytes).await,
                        "upload" => upload(client, count, bytes).await,
                        "ping-pong" => ping_pong(client, count).await,
                        _ => panic!("{kind} is no load"),
                    }
                    operations += u64::from(count);
                }
                operations
            }
        };
        let mut answer = json!({
            "operations": operations,
            "elapsedMs": start.elapsed().as_secs_f64() * 1000.0,
            "cpuMicroseconds": cpu_microseconds() - cpu,
        });
        if !latencies.is_null() {
            answer["latencyMicroseconds"] = latencies;
        }
        answer
    }

    async fn unary(&self, in_flight: usize, realistic: bool, until: Instant) -> u64 {
        let operations = Rc::new(Cell::new(0));
        let mut workers = Vec::new();
        for client in &self.clients {
            for _ in 0..in_flight {
                let (mut client, operations, sequence) = (client.clone(), operations.clone(), self.sequence.clone());
                workers.push(tokio::task::spawn_local(async move {
                    while Instant::now() < until {
                        client.say_hello(request(realistic, &sequence)).await.unwrap();
                        operations.set(operations.get() + 1);
                    }
                }));
            }
        }
        for worker in workers {
            worker.await.unwrap();
        }
        operations.get()
    }

    /// Begins calls at a fixed rate and counts each one's latency from the instant it was due.
    async fn open_loop(&self, per_second: f64, duration: Duration) -> (u64, Value) {
        let total = ((per_second * duration.as_secs_f64()) as usize).max(1);
        let start = Instant::now();
        let mut calls = Vec::with_capacity(total);
        for i in 0..total {
            let due = start + Duration::from_secs_f64(i as f64 / per_second);
            while Instant::now() < due {
                tokio::task::yield_now().await; // a timer has a resolution of a millisecond
            }
            let mut client = self.clients[0].clone();
            calls.push(tokio::task::spawn_local(async move {
                client.say_hello(Hello { name: "world".into() }).await.unwrap();
                due.elapsed().as_secs_f64() * 1e6
            }));
        }
        let mut latencies = Vec::with_capacity(total);
        for call in calls {
            latencies.push(call.await.unwrap());
        }
        latencies.sort_by(f64::total_cmp);
        let at = |fraction: f64| latencies[((total as f64 * fraction) as usize).min(total - 1)];
        (total as u64, json!({ "p50": at(0.5), "p99": at(0.99), "p999": at(0.999) }))
    }

    async fn park(&mut self, count: u32) {
        for _ in 0..count {
            let (send, receive) = tokio::sync::mpsc::channel(1);
            send.send(Chunk { data: vec![0; 16].into() }).await.unwrap();
            let requests = tokio_stream::wrappers::ReceiverStream::new(receive);
            let mut replies = self.clients[0].clone().chat(requests).await.unwrap().into_inner();
            replies.message().await.unwrap();
            self.parked.push((send, replies));
        }
    }
}

/// The next call; a realistic one has the metadata and deadline of bench/rpc/realistic.ts.
fn request(realistic: bool, sequence: &Cell<u64>) -> Request<Hello> {
    let mut request = Request::new(Hello { name: "world".into() });
    if realistic {
        let n = sequence.get() + 1;
        sequence.set(n);
        request.set_timeout(Duration::from_millis(20_000 + n * 7919 % 10_000));
        let metadata = request.metadata_mut();
        metadata.insert("authorization", "Bearer 0123456789abcdef0123456789abcdef".parse().unwrap());
        metadata.insert("x-tenant", "acme".parse().unwrap());
        metadata.insert("x-request-id", format!("7c9e6679-7425-40de-944b-{:x}", 0x1000_0000_0000 + n).parse().unwrap());
    }
    request
}

async fn download(mut client: Client, count: u32, bytes: u32) {
    let mut replies = client.download(DownloadRequest { count, bytes }).await.unwrap().into_inner();
    let mut received = 0;
    while replies.message().await.unwrap().is_some() {
        received += 1;
    }
    assert_eq!(received, count, "messages arrived");
}

async fn upload(mut client: Client, count: u32, bytes: u32) {
    let data = prost::bytes::Bytes::from(vec![0; bytes as usize]);
    let chunks = iter((0..count).map(move |_| Chunk { data: data.clone() }));
    let summary = client.upload(chunks).await.unwrap().into_inner();
    assert_eq!(summary.count, count, "messages arrived");
}

async fn ping_pong(mut client: Client, count: u32) {
    let message = Chunk { data: vec![0; 16].into() };
    let (send, receive) = tokio::sync::mpsc::channel(1);
    send.send(message.clone()).await.unwrap();
    let requests = tokio_stream::wrappers::ReceiverStream::new(receive);
    let mut replies = client.chat(requests).await.unwrap().into_inner();
    for _ in 1..count {
        replies.next().await.unwrap().unwrap();
        send.send(message.clone()).await.unwrap();
    }
    replies.next().await.unwrap().unwrap();
    drop(send);
    assert!(replies.message().await.unwrap().is_none(), "the stream went on");
}
