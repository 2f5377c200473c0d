// Go's side of the codec bench: google.golang.org/protobuf with generated code, one message type at a time, as ../protocol.ts asks.
package main

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	_ "google.golang.org/protobuf/types/descriptorpb"

	_ "barewire.bench/codec/pb/common"
	_ "barewire.bench/codec/pb/hello"
	_ "barewire.bench/codec/pb/int64"
	_ "barewire.bench/codec/pb/maps"
	_ "barewire.bench/codec/pb/order"
	_ "barewire.bench/codec/pb/packed"
	_ "barewire.bench/codec/pb/registry"
	_ "barewire.bench/codec/pb/strings"
	_ "barewire.bench/codec/pb/tile"
	_ "barewire.bench/codec/pb/trace"
	_ "barewire.bench/codec/pb/tree"
)

type question struct {
	Ask       string `json:"ask"`
	Operation string `json:"operation"`
	Ms        int    `json:"ms"`
}

func must[T any](value T, err error) T {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return value
}

// cpu is the time that this process has had a processor.
func cpu() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		must(0, err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// perSecond runs work for so long and counts by CPU time, asking the clock seldom enough that it does not show.
func perSecond(ms int, work func()) float64 {
	limit := time.Duration(ms) * time.Millisecond
	batch := 1
	begun, cpuBefore := time.Now(), cpu()
	for done := 0; ; {
		for i := 0; i < batch; i++ {
			work()
		}
		done += batch
		elapsed := time.Since(begun)
		if elapsed >= limit {
			return float64(done) / (cpu() - cpuBefore).Seconds()
		}
		if elapsed < limit/50 {
			batch *= 2
		}
	}
}

func main() {
	folder, typeName := os.Args[1], protoreflect.FullName(os.Args[2])
	kind := must(protoregistry.GlobalTypes.FindMessageByName(typeName))
	plain := must(os.ReadFile(filepath.Join(folder, "message.bin")))
	unknown := must(os.ReadFile(filepath.Join(folder, "unknown.bin")))
	read := func(bytes []byte) proto.Message {
		message := kind.New().Interface()
		if err := proto.Unmarshal(bytes, message); err != nil {
			must(0, err)
		}
		return message
	}
	message, withUnknown := read(plain), read(unknown)
	asJSON, asText := must(protojson.Marshal(message)), must(prototext.Marshal(message))
	work := map[string]func(){
		"encode":         func() { must(proto.Marshal(message)) },
		"encode-decoded": func() { must(proto.Marshal(message)) },
		"encode-unknown": func() { must(proto.Marshal(withUnknown)) },
		"decode":         func() { read(plain) },
		"decode-unknown": func() { read(unknown) },
		"to-json":        func() { must(protojson.Marshal(message)) },
		"from-json":      func() { must(0, protojson.Unmarshal(asJSON, kind.New().Interface())) },
		"to-text":        func() { must(prototext.Marshal(message)) },
		"from-text":      func() { must(0, prototext.Unmarshal(asText, kind.New().Interface())) },
	}
	out := json.NewEncoder(os.Stdout)
	names := make([]string, 0, len(work))
	for name := range work {
		names = append(names, name)
	}
	out.Encode(map[string]any{"operations": names})
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var asked question
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			must(0, err)
		}
		if asked.Ask == "check" {
			encoded := base64.StdEncoding.EncodeToString(must(proto.Marshal(message)))
			rest := base64.StdEncoding.EncodeToString(must(proto.Marshal(withUnknown)))
			out.Encode(map[string]any{"encoded": []string{encoded}, "again": encoded, "unknown": rest})
			continue
		}
		out.Encode(map[string]float64{"perSecond": perSecond(asked.Ms, work[asked.Operation])})
	}
}
