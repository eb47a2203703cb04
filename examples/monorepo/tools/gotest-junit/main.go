// Command gotest-junit turns the output of "go test -json" into a JUnit report.
package main

import (
	"bufio"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"log"
	"os"
)

type event struct {
	Action  string
	Test    string
	Output  string
	Elapsed float64
}

type failure struct {
	Output string `xml:",chardata"`
}

type testCase struct {
	Name    string   `xml:"name,attr"`
	Seconds string   `xml:"time,attr"`
	Failure *failure `xml:"failure,omitempty"`
}

type testSuite struct {
	XMLName xml.Name   `xml:"testsuite"`
	Name    string     `xml:"name,attr"`
	Tests   int        `xml:"tests,attr"`
	Failed  int        `xml:"failures,attr"`
	Cases   []testCase `xml:"testcase"`
}

// convert reads events until the input ends and echoes what the tests print.
func convert(in io.Reader, echo io.Writer, name string) (testSuite, error) {
	suite := testSuite{Name: name}
	printed := map[string]string{}
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var e event
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			return suite, fmt.Errorf("%q is no test event: %w", lines.Text(), err)
		}
		fmt.Fprint(echo, e.Output)
		printed[e.Test] += e.Output
		if e.Test == "" || (e.Action != "pass" && e.Action != "fail") {
			continue
		}
		c := testCase{Name: e.Test, Seconds: fmt.Sprintf("%.3f", e.Elapsed)}
		if e.Action == "fail" {
			c.Failure = &failure{Output: printed[e.Test]}
			suite.Failed++
		}
		suite.Tests++
		suite.Cases = append(suite.Cases, c)
	}
	return suite, lines.Err()
}

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: go test -json ./... | gotest-junit <suite> <report>")
	}
	suite, err := convert(os.Stdin, os.Stdout, os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	report, err := xml.MarshalIndent(suite, "", "  ")
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(os.Args[2], append(report, '\n'), 0o644); err != nil {
		log.Fatal(err)
	}
}
