// Reads argument lists as the Go provider v1.8.2 does: the same flags by Go's own flag package, klog's by klog's rules.
// Standard input: a JSON array of arrays of strings. Standard output: a JSON array of results.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"io"
	"os"
	"strconv"
	"strings"
	"time"
)

type level int32

func (l *level) String() string { return strconv.Itoa(int(*l)) }

func (l *level) Set(text string) error {
	number, err := strconv.ParseInt(text, 10, 32)
	*l = level(number)
	return err
}

type severity struct{}

func (severity) String() string { return "" }

func (severity) Set(text string) error {
	switch strings.ToUpper(text) {
	case "INFO", "WARNING", "ERROR", "FATAL":
		return nil
	}
	_, err := strconv.ParseInt(text, 10, 32)
	return err
}

type modules struct{}

func (modules) String() string { return "" }

func (modules) Set(text string) error {
	for _, part := range strings.Split(text, ",") {
		if part == "" {
			continue
		}
		pair := strings.Split(part, "=")
		if len(pair) != 2 || pair[0] == "" || pair[1] == "" {
			return errors.New("syntax")
		}
		if number, err := strconv.ParseInt(pair[1], 10, 32); err != nil || number < 0 {
			return errors.New("level")
		}
	}
	return nil
}

type location struct{}

func (location) String() string { return "" }

func (location) Set(text string) error {
	parts := strings.Split(text, ":")
	if len(parts) != 2 || !strings.Contains(parts[0], ".") {
		return errors.New("syntax")
	}
	if number, err := strconv.Atoi(parts[1]); err != nil || number <= 0 {
		return errors.New("line")
	}
	return nil
}

type result struct {
	Error   bool
	Help    bool
	Values  map[string]string
	Numbers map[string]int64
	Rest    []string
}

func read(arguments []string) result {
	flags := flag.NewFlagSet("provider", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	texts := map[string]*string{}
	for name, usual := range map[string]string{
		"endpoint": "unix:///tmp/azure.sock", "healthz-path": "/healthz", "metrics-backend": "Prometheus", "cloud-name": "",
		"custom-user-agent": "", "token-proxy-url": "", "sni-name": ""} {
		texts[name] = flags.String(name, usual, "")
	}
	switches := map[string]*bool{"construct-pem-chain": flags.Bool("construct-pem-chain", true, "")}
	for _, name := range []string{
		"version", "log-format-json", "enable-pprof", "write-cert-and-key-in-separate-files", "add_dir_header", "alsologtostderr",
		"logtostderr", "one_output", "skip_headers", "skip_log_headers"} {
		switches[name] = flags.Bool(name, false, "")
	}
	healthz := flags.Int("healthz-port", 8989, "")
	prometheus := flags.Int("prometheus-port", 8898, "")
	flags.Int("pprof-port", 6060, "")
	timeout := flags.Duration("healthz-timeout", 5*time.Second, "")
	flags.String("log_dir", "", "")
	flags.String("log_file", "", "")
	flags.Uint64("log_file_max_size", 1800, "")
	var verbosity level
	flags.Var(&verbosity, "v", "")
	flags.Var(severity{}, "stderrthreshold", "")
	flags.Var(modules{}, "vmodule", "")
	flags.Var(location{}, "log_backtrace_at", "")

	err := flags.Parse(arguments)
	values := map[string]string{}
	for name, text := range texts {
		values[name] = *text
	}
	for name, isOn := range switches {
		values[name] = strconv.FormatBool(*isOn)
	}
	return result{
		Error:  err != nil && !errors.Is(err, flag.ErrHelp),
		Help:   errors.Is(err, flag.ErrHelp),
		Values: values,
		Numbers: map[string]int64{
			"healthz-port": int64(*healthz), "prometheus-port": int64(*prometheus), "v": int64(verbosity), "healthz-timeout": int64(*timeout)},
		Rest: flags.Args(),
	}
}

func main() {
	var lists [][]string
	if err := json.NewDecoder(os.Stdin).Decode(&lists); err != nil {
		panic(err)
	}
	results := []result{}
	for _, list := range lists {
		results = append(results, read(list))
	}
	if err := json.NewEncoder(os.Stdout).Encode(results); err != nil {
		panic(err)
	}
}
