package inplace

import (
	"bytes"
	"sync"

	"github.com/99designs/gqlgen/graphql"
)

// largest is how large a buffer may be that is kept for the next answer.
const largest = 64 << 10

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Body is an answer's data as it is written, in as much memory as it takes, with
// room for the brace that closes the answer. A buffer that grows with each answer
// would take three times as much.
func Body(data graphql.Marshaler) []byte {
	buffer := buffers.Get().(*bytes.Buffer)
	buffer.Reset()
	data.MarshalGQL(buffer)
	body := make([]byte, buffer.Len(), buffer.Len()+len(`}`))
	copy(body, buffer.Bytes())
	if buffer.Cap() <= largest {
		buffers.Put(buffer)
	}
	return body
}
