// Reads lines of a URL, a tab and a value of NO_PROXY, and writes for each how Go's HTTP client would call the URL.
package main

import (
	"bufio"
	"fmt"
	"net/url"
	"os"
	"strings"

	"golang.org/x/net/http/httpproxy"
)

func main() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		fields := strings.SplitN(lines.Text(), "\t", 2)
		destination, err := url.Parse(fields[0])
		if err != nil {
			panic(err)
		}
		config := httpproxy.Config{HTTPSProxy: "http://proxy:3128", NoProxy: fields[1]}
		if proxy, _ := config.ProxyFunc()(destination); proxy == nil {
			fmt.Println("direct")
		} else {
			fmt.Println("proxy")
		}
	}
}
