package boosting

import "encoding/json"

// Limit is a largest number; 0, in JSON null, is no limit.
type Limit int

// UnmarshalJSON takes null as no limit, whatever the default was.
func (l *Limit) UnmarshalJSON(text []byte) error {
	var n *int
	if err := json.Unmarshal(text, &n); err != nil {
		return err
	}
	*l = 0
	if n != nil {
		*l = Limit(*n)
	}
	return nil
}

// MarshalJSON is the inverse of UnmarshalJSON.
func (l Limit) MarshalJSON() ([]byte, error) {
	if l == 0 {
		return []byte("null"), nil
	}
	return json.Marshal(int(l))
}
