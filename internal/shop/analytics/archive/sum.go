package archive

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strconv"
)

// sum is how many rows there are and a checksum of their content in which their
// order does not count: the SHA-256 of each row, added up as four numbers. Rows
// that come twice, are missing or differ by a bit change it.
type sum struct {
	rows  int64
	lanes [4]uint64
	room  []byte
}

// add counts a row. Lengths stand before values, so that no two rows look alike.
func (s *sum) add(row record) {
	s.room = s.room[:0]
	for _, field := range row {
		length := uint32(len(field))
		if field == nil {
			length = 1<<32 - 1
		}
		s.room = append(binary.BigEndian.AppendUint32(s.room, length), field...)
	}
	hash := sha256.Sum256(s.room)
	for i := range s.lanes {
		s.lanes[i] += binary.BigEndian.Uint64(hash[8*i:])
	}
	s.rows++
}

// equal tells whether two sums are of the same rows.
func (s *sum) equal(other *sum) bool { return s.rows == other.rows && s.lanes == other.lanes }

// hex is the checksum as a file's metadata has it.
func (s *sum) hex() string {
	return fmt.Sprintf("%016x%016x%016x%016x", s.lanes[0], s.lanes[1], s.lanes[2], s.lanes[3])
}

// The names under which a file tells how many rows it has and their checksum.
const (
	rowsKey = "zuka.rows"
	sumKey  = "zuka.rows_sum"
)

// told is how the sum is told in a file.
func (s *sum) told() map[string]string {
	return map[string]string{rowsKey: strconv.FormatInt(s.rows, 10), sumKey: s.hex()}
}
