package learn

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
)

// Configure sets the parameters of c, a classifier or transformer, from a JSON
// object under their scikit-learn names (the json tags of its fields). A
// parameter not named keeps its default; an unknown name, a value of the wrong
// type or one that Validate refuses is an error.
func Configure(c any, parameters []byte) error {
	if len(parameters) > 0 {
		d := json.NewDecoder(bytes.NewReader(parameters))
		d.DisallowUnknownFields()
		if err := d.Decode(c); err != nil {
			return fmt.Errorf("learn: parameters %s: %w", parameters, err)
		}
		if _, err := d.Token(); err != io.EOF {
			return fmt.Errorf("learn: parameters %s: text after the object", parameters)
		}
	}
	if v, ok := c.(Validator); ok {
		return v.Validate()
	}
	return nil
}
