package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
)

type clientEnd struct {
	connections []*grpc.ClientConn
	parked      []grpc.ClientStream
	sequence    uint64
	target      string
	secure      credentials.TransportCredentials
}

// connect opens args[1] connections to port args[0]; args[2] is the authority to trust where there is TLS.
func connect(args []string) *clientEnd {
	count, err := strconv.Atoi(args[1])
	check(err)
	secure := insecure.NewCredentials()
	if len(args) == 3 {
		secure, err = credentials.NewClientTLSFromFile(args[2], "localhost")
		check(err)
	}
	end := &clientEnd{target: "127.0.0.1:" + args[0], secure: secure}
	for range count {
		end.open()
	}
	return end
}

func (c *clientEnd) open() *grpc.ClientConn {
	connection, err := grpc.NewClient(c.target, grpc.WithTransportCredentials(c.secure))
	check(err)
	c.connections = append(c.connections, connection)
	return connection
}

func (c *clientEnd) drive(q question) map[string]any {
	cpu := cpuMicroseconds()
	start := time.Now()
	until := start.Add(time.Duration(q.DurationMs * 1e6))
	answer := map[string]any{}
	switch q.Kind {
	case "unary":
		answer["operations"] = c.unary(q, until)
	case "open-loop":
		answer["operations"], answer["latencyMicroseconds"] = c.openLoop(q)
	case "park":
		c.park(q)
		answer["operations"] = q.Count
	case "connect":
		for range q.Count {
			c.hello(c.open())
		}
		answer["operations"] = q.Count
	case "download":
		answer["operations"] = repeat(until, q, c.download)
	case "upload":
		answer["operations"] = repeat(until, q, c.upload)
	case "ping-pong":
		answer["operations"] = repeat(until, q, c.pingPong)
	default:
		fail(fmt.Errorf("%s is no load", q.Kind))
	}
	answer["elapsedMs"] = float64(time.Since(start).Nanoseconds()) / 1e6
	answer["cpuMicroseconds"] = cpuMicroseconds() - cpu
	return answer
}

func repeat(until time.Time, q question, stream func(question)) uint64 {
	var operations uint64
	for time.Now().Before(until) {
		stream(q)
		operations += uint64(q.Count)
	}
	return operations
}

func (c *clientEnd) hello(connection *grpc.ClientConn) {
	check(connection.Invoke(context.Background(), prefix+"SayHello", &hello{Value: "world"}, new(hello)))
}

// helloRealistic is a call with the metadata and deadline of bench/rpc/realistic.ts.
func (c *clientEnd) helloRealistic(connection *grpc.ClientConn) {
	n := atomic.AddUint64(&c.sequence, 1)
	ctx, cancel := context.WithTimeout(context.Background(), time.Duration(20_000+n*7919%10_000)*time.Millisecond)
	defer cancel()
	ctx = metadata.AppendToOutgoingContext(ctx,
		"authorization", "Bearer 0123456789abcdef0123456789abcdef",
		"x-tenant", "acme",
		"x-request-id", "7c9e6679-7425-40de-944b-"+strconv.FormatUint(0x100000000000+n, 16))
	check(connection.Invoke(ctx, prefix+"SayHello", &hello{Value: "world"}, new(hello)))
}

func (c *clientEnd) unary(q question, until time.Time) uint64 {
	var operations atomic.Uint64
	var workers sync.WaitGroup
	call := c.hello
	if q.Realistic {
		call = c.helloRealistic
	}
	for _, connection := range c.connections {
		for range q.InFlight {
			workers.Add(1)
			go func() {
				defer workers.Done()
				var done uint64
				for time.Now().Before(until) {
					call(connection)
					done++
				}
				operations.Add(done)
			}()
		}
	}
	workers.Wait()
	return operations.Load()
}

func (c *clientEnd) download(q question) {
	stream, err := c.connections[0].NewStream(context.Background(), &downloadStream, prefix+"Download")
	check(err)
	check(stream.SendMsg(&downloadRequest{Seconds: int64(q.Count), Nanos: int32(q.Bytes)}))
	check(stream.CloseSend())
	var received uint32
	for {
		err := stream.RecvMsg(new(chunk))
		if err == io.EOF {
			break
		}
		check(err)
		received++
	}
	expect(received, q.Count)
}

func (c *clientEnd) upload(q question) {
	stream, err := c.connections[0].NewStream(context.Background(), &uploadStream, prefix+"Upload")
	check(err)
	message := &chunk{Value: make([]byte, q.Bytes)}
	for range q.Count {
		check(stream.SendMsg(message))
	}
	check(stream.CloseSend())
	reply := new(summary)
	check(stream.RecvMsg(reply))
	expect(reply.Value, q.Count)
}

func (c *clientEnd) pingPong(q question) {
	stream, err := c.connections[0].NewStream(context.Background(), &chatStream, prefix+"Chat")
	check(err)
	message := &chunk{Value: make([]byte, 16)}
	for range q.Count {
		check(stream.SendMsg(message))
		check(stream.RecvMsg(new(chunk)))
	}
	check(stream.CloseSend())
	if err := stream.RecvMsg(new(chunk)); err != io.EOF {
		fail(fmt.Errorf("the stream went on: %v", err))
	}
}

func (c *clientEnd) park(q question) {
	for range q.Count {
		stream, err := c.connections[0].NewStream(context.Background(), &chatStream, prefix+"Chat")
		check(err)
		check(stream.SendMsg(&chunk{Value: make([]byte, 16)}))
		check(stream.RecvMsg(new(chunk)))
		go stream.RecvMsg(new(chunk)) // parked: nothing comes any more
		c.parked = append(c.parked, stream)
	}
}

func expect(received, sent uint32) {
	if received != sent {
		fail(fmt.Errorf("%d of %d messages arrived", received, sent))
	}
}
