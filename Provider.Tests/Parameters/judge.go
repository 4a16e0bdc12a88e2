// Reads JSON strings, one a line, each a text of the parameter objects. Writes for each what the Go provider reads in it, as JSON: a
// list of entries, or null where it refuses the text.
package main

import (
	"bufio"
	"encoding/json"
	"os"

	"gopkg.in/yaml.v3"
)

type list struct {
	Array []string `yaml:"array"`
}

type entry struct {
	ObjectName           string `yaml:"objectName"`
	ObjectAlias          string `yaml:"objectAlias"`
	ObjectVersion        string `yaml:"objectVersion"`
	ObjectVersionHistory int32  `yaml:"objectVersionHistory"`
	ObjectType           string `yaml:"objectType"`
	ObjectFormat         string `yaml:"objectFormat"`
	ObjectEncoding       string `yaml:"objectEncoding"`
	FilePermission       string `yaml:"filePermission"`
}

func read(text string) (entries []entry) {
	defer func() {
		if recover() != nil {
			entries = nil
		}
	}()
	var objects list
	if yaml.Unmarshal([]byte(text), &objects) != nil {
		return nil
	}
	entries = []entry{}
	for _, item := range objects.Array {
		var one entry
		if yaml.Unmarshal([]byte(item), &one) != nil {
			return nil
		}
		entries = append(entries, one)
	}
	return entries
}

func main() {
	lines := bufio.NewReader(os.Stdin)
	output := bufio.NewWriter(os.Stdout)
	defer output.Flush()
	encoder := json.NewEncoder(output)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return
		}
		var text string
		if err := json.Unmarshal(line, &text); err != nil {
			panic(err)
		}
		if err := encoder.Encode(read(text)); err != nil {
			panic(err)
		}
	}
}
