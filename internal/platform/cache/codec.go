package cache

import "encoding/json"

// Codec turns values into bytes for Redis and back.
type Codec[V any] interface {
	// Encode makes bytes that Decode understands.
	Encode(value V) ([]byte, error)
	// Decode fails on bytes of another layout; that counts as a miss.
	Decode(data []byte) (V, error)
}

// JSON is the Codec by encoding/json, the default. What a type hides from JSON
// is lost on the way.
type JSON[V any] struct{}

// Encode is json.Marshal.
func (JSON[V]) Encode(value V) ([]byte, error) { return json.Marshal(value) }

// Decode is json.Unmarshal into a fresh value.
func (JSON[V]) Decode(data []byte) (V, error) {
	var value V
	err := json.Unmarshal(data, &value)
	return value, err
}

// Bytes is the Codec of what is bytes already.
type Bytes struct{}

// Encode gives the value itself.
func (Bytes) Encode(value []byte) ([]byte, error) { return value, nil }

// Decode gives the data itself.
func (Bytes) Decode(data []byte) ([]byte, error) { return data, nil }
