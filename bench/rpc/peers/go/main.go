// Command peer is grpc-go's side of the bench: both ends, as bench/rpc/protocol.ts has them.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"strings"
	"syscall"

	"google.golang.org/grpc"
)

type question struct {
	Ask        string  `json:"ask"`
	Collect    bool    `json:"collect"`
	Kind       string  `json:"kind"`
	InFlight   int     `json:"inFlight"`
	Realistic  bool    `json:"realistic"`
	Count      uint32  `json:"count"`
	Bytes      uint32  `json:"bytes"`
	PerSecond  float64 `json:"perSecond"`
	DurationMs float64 `json:"durationMs"`
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == "version" {
		fmt.Println(grpc.Version)
		return
	}
	var client *clientEnd
	switch role, args := os.Args[1], os.Args[2:]; role {
	case "server":
		say(map[string]any{"port": serve(args), "version": grpc.Version})
	case "client":
		client = connect(args)
		say(map[string]any{"version": grpc.Version})
	default:
		fail(fmt.Errorf("%s is no role: server or client", role))
	}
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var q question
		check(json.Unmarshal(lines.Bytes(), &q))
		if q.Ask == "usage" {
			say(usage(q.Collect))
		} else {
			say(client.drive(q))
		}
	}
}

func cpuMicroseconds() int64 {
	var r syscall.Rusage
	check(syscall.Getrusage(syscall.RUSAGE_SELF, &r))
	return (r.Utime.Sec+r.Stime.Sec)*1_000_000 + r.Utime.Usec + r.Stime.Usec
}

func usage(collect bool) map[string]any {
	answer := map[string]any{"cpuMicroseconds": cpuMicroseconds()}
	if collect {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		answer["heapBytes"] = m.HeapAlloc + m.StackInuse
		answer["arrayBufferBytes"] = 0
	}
	answer["rssBytes"] = rssBytes()
	return answer
}

func rssBytes() int {
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	var size, resident int
	fmt.Fscan(strings.NewReader(string(text)), &size, &resident)
	return resident * os.Getpagesize()
}

func say(what any) {
	line, err := json.Marshal(what)
	check(err)
	os.Stdout.Write(append(line, '\n'))
}

func check(err error) {
	if err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
