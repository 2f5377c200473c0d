package main

import (
	"net"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
)

// serve listens on a free port; args are the certificate and the key where there is TLS.
func serve(args []string) int {
	options := []grpc.ServerOption{}
	if len(args) == 2 {
		secure, err := credentials.NewServerTLSFromFile(args[0], args[1])
		check(err)
		options = append(options, grpc.Creds(secure))
	}
	server := grpc.NewServer(options...)
	server.RegisterService(&service, bench{})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	go server.Serve(listener)
	return listener.Addr().(*net.TCPAddr).Port
}
