package main

import (
	"context"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/timestamppb"
	"google.golang.org/protobuf/types/known/wrapperspb"
)

// The messages of fixtures.proto have the same bytes as these, which need no generated code: Hello as StringValue, Chunk as
// BytesValue, Summary as UInt32Value, DownloadRequest{count, bytes} as Timestamp{seconds, nanos}.
type (
	hello           = wrapperspb.StringValue
	chunk           = wrapperspb.BytesValue
	summary         = wrapperspb.UInt32Value
	downloadRequest = timestamppb.Timestamp
)

const prefix = "/barewire.bench.Bench/"

type benchServer interface{ mark() }

type bench struct{}

func (bench) mark() {}

var (
	downloadStream = grpc.StreamDesc{StreamName: "Download", Handler: download, ServerStreams: true}
	uploadStream   = grpc.StreamDesc{StreamName: "Upload", Handler: upload, ClientStreams: true}
	chatStream     = grpc.StreamDesc{StreamName: "Chat", Handler: chat, ServerStreams: true, ClientStreams: true}
)

var service = grpc.ServiceDesc{
	ServiceName: "barewire.bench.Bench",
	HandlerType: (*benchServer)(nil),
	Methods:     []grpc.MethodDesc{{MethodName: "SayHello", Handler: sayHello}},
	Streams:     []grpc.StreamDesc{downloadStream, uploadStream, chatStream},
}

func sayHello(_ any, _ context.Context, decode func(any) error, _ grpc.UnaryServerInterceptor) (any, error) {
	request := new(hello)
	if err := decode(request); err != nil {
		return nil, err
	}
	return &hello{Value: request.Value}, nil
}

func download(_ any, stream grpc.ServerStream) error {
	request := new(downloadRequest)
	if err := stream.RecvMsg(request); err != nil {
		return err
	}
	message := &chunk{Value: make([]byte, request.Nanos)}
	for range request.Seconds {
		if err := stream.SendMsg(message); err != nil {
			return err
		}
	}
	return nil
}

func upload(_ any, stream grpc.ServerStream) error {
	var count uint32
	for {
		if err := stream.RecvMsg(new(chunk)); err != nil {
			break
		}
		count++
	}
	return stream.SendMsg(&summary{Value: count})
}

func chat(_ any, stream grpc.ServerStream) error {
	for {
		message := new(chunk)
		if err := stream.RecvMsg(message); err != nil {
			return nil
		}
		if err := stream.SendMsg(message); err != nil {
			return err
		}
	}
}
